import { mount } from 'svelte';
import App from './App.svelte';
import './theme/base.css';

const target = document.getElementById('app');
if (!target) throw new Error('internal: the page has no place for the app');
mount(App, { target });
