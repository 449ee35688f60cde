/** The ways to look into a language model: a new one is one component and one line here. */
import type { Component } from 'svelte';
import type { Inside } from '../../state/inside.svelte.ts';
import ActivationsView from './ActivationsView.svelte';
import AttentionView from './AttentionView.svelte';
import EmbeddingsView from './EmbeddingsView.svelte';
import LensView from './LensView.svelte';
import NormsView from './NormsView.svelte';
import WeightsView from './WeightsView.svelte';

export interface InsideView {
  readonly id: string;
  readonly title: string;
  /** One sentence: what one sees. */
  readonly description: string;
  /** Whether it is about the text that was typed. */
  readonly readsText: boolean;
  readonly component: Component<{ inside: Inside }>;
}

export const insideViews: readonly InsideView[] = [
  {
    id: 'attention',
    title: 'Attention',
    description: 'Which tokens each token looks at, head by head.',
    readsText: true,
    component: AttentionView,
  },
  {
    id: 'lens',
    title: 'Logit lens',
    description: 'What it would say if it stopped after each block.',
    readsText: true,
    component: LensView,
  },
  {
    id: 'activations',
    title: 'Activations',
    description: 'The values of a layer, token by token.',
    readsText: true,
    component: ActivationsView,
  },
  {
    id: 'embeddings',
    title: 'Embeddings',
    description: 'Which tokens lie near each other.',
    readsText: false,
    component: EmbeddingsView,
  },
  {
    id: 'weights',
    title: 'Weights',
    description: 'Any tensor, cell by cell, to be turned.',
    readsText: false,
    component: WeightsView,
  },
  {
    id: 'norms',
    title: 'Gradients and updates',
    description: 'How fast each block learns, over the steps.',
    readsText: false,
    component: NormsView,
  },
];
