/** Layers of language models that can be dragged onto the canvas, and what a new one is like: as those already there. */
import type { NewLayer } from '../../core/document/commands/add-layer.ts';
import type { Layer, Table } from '../../core/document/document.ts';
import type { LayerKind } from '../../core/nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../../core/nn/layers/registry.ts';
import type { PaletteItem } from './palette.ts';

const kinds = [
  'attention',
  'feedForward',
  'normalisation',
  'add',
  'embedding',
  'positions',
  'tokens',
  'head',
  'flatten',
] as const satisfies readonly LayerKindName[];

const shortTitles: Partial<Record<LayerKindName, string>> = {
  normalisation: 'Norm',
  add: 'Add',
  embedding: 'Embedding',
  positions: 'Positions',
};

export const blockItems: readonly PaletteItem[] = kinds.map((kind) => ({
  id: kind,
  title: shortTitles[kind] ?? layerKinds[kind].title,
  hint: layerKinds[kind].description,
  kind,
  size: null,
}));

export const isBlockItem = (item: PaletteItem): boolean => blockItems.includes(item);

const FALLBACK = { width: 64, vocabulary: 64 };

/**
 * As wide as the model is, with the vocabulary of its text, and with the settings of a layer of the same kind.
 *
 * @param vocabulary of the text; null where there is none
 */
export function newBlock(
  layers: Table<Layer>,
  kind: LayerKindName,
  vocabulary: number | null,
): Pick<NewLayer, 'size' | 'hasBias' | 'settings'> {
  const all = Object.values(layers);
  const alike = all.find((layer) => layer.kind === kind);
  const tokens = all.find((layer) => layer.kind === 'tokens');
  const stream = all.find((layer) => layer.kind === 'embedding') ?? alike;
  const rules: LayerKind = layerKinds[kind];
  const scores = tokens?.size ?? vocabulary ?? FALLBACK.vocabulary;
  const isScored = kind === 'tokens' || kind === 'head';
  const size = isScored ? scores : (stream?.size ?? FALLBACK.width);
  const settings = alike?.settings ?? (kind === 'feedForward' ? { hidden: 4 * size } : undefined);
  return {
    size,
    hasBias: rules.takesBias && (alike?.hasBias ?? false),
    ...(settings && { settings }),
  };
}
