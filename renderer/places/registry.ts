/** The places of the window in the order of their tabs: a new one is one component and one line here. */
import NetworkPlace from './NetworkPlace.svelte';
import type { Place } from './place.ts';

export const places: readonly Place[] = [
  {
    id: 'network',
    title: 'Network',
    hint: 'Draw a network and train it',
    key: 'Alt+1',
    component: NetworkPlace,
    groups: ['File', 'Edit', 'Arrange', 'View', 'Train', 'Help'],
  },
];
