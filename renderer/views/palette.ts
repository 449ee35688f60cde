/** What can be dragged from the palette onto the canvas. */
import type { LayerKindName } from '../../core/nn/layers/registry.ts';

export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly kind: LayerKindName;
  /** Units; null = as many as the number beside it says. */
  readonly size: number | null;
}

/** Carried by a drag from the palette. */
export const PALETTE_MIME = 'application/x-weightroom-palette';

export const paletteItems: readonly PaletteItem[] = [
  { id: 'neuron', title: 'Neuron', hint: 'One unit: a weighted sum, a bias, an activation.', kind: 'dense', size: 1 },
  { id: 'layer', title: 'Layer', hint: 'Several neurons that belong together.', kind: 'dense', size: null },
  { id: 'input', title: 'Input', hint: 'Where one column of the data enters.', kind: 'input', size: 1 },
  { id: 'output', title: 'Output', hint: 'What is compared with a target column.', kind: 'output', size: 1 },
  {
    id: 'softmax',
    title: 'Softmax',
    hint: 'Turns a layer of as many units into shares that sum to 1.',
    kind: 'softmax',
    size: null,
  },
];
