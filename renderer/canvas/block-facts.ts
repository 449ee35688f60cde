/** What the plate of a language-model layer says: what it is, the numbers that matter, and how many parameters it has. */
import { layerContext } from '../../core/compile/layer-context.ts';
import type { Layer, Table } from '../../core/document/document.ts';
import type { LayerKind } from '../../core/nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../../core/nn/layers/registry.ts';
import { sizeOf } from '../../core/tensor/shape.ts';
import { formatCount } from '../ui/number-format.ts';
import { isPlate } from './geometry.ts';

export interface BlockFacts {
  /** `4 heads`, `64 · ReLU`, `27 × 16` */
  readonly detail: string;
  /** Parameters that it owns itself. */
  readonly count: number;
  /** Name of the colour token that the atlas has for its kind; null for what has no parameters. */
  readonly colour: string | null;
}

const colours: Partial<Record<LayerKindName, string>> = {
  embedding: '--group-embedding',
  positions: '--group-position',
  normalisation: '--group-norm',
  attention: '--group-query-output',
  feedForward: '--group-feed-forward',
  head: '--group-head',
  output: '--group-head',
};

export function blockFacts(layer: Layer, layers: Table<Layer>): BlockFacts {
  return {
    detail: detailOf(layer, layers),
    count: ownTensors(layers, layer.id).reduce((sum, { count }) => sum + count, 0),
    colour: colourOf(layer.kind),
  };
}

export const colourOf = (kind: LayerKindName): string | null => colours[kind] ?? null;

export interface OwnTensor {
  readonly id: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
}

/** The tensors of a layer that is one plate; of neurons none, whose numbers stand on the drawing. */
export function ownTensors(layers: Table<Layer>, id: string): OwnTensor[] {
  const layer = layers[id];
  if (!layer || !isPlate(layer)) return [];
  const kind: LayerKind = layerKinds[layer.kind];
  return kind
    .parameters(layer, layerContext(Object.values(layers)))
    .map(({ name, shape }) => ({ id: `${id}.${name}`, name, shape, count: sizeOf(shape) }));
}

/** A setting as people read it: a choice by its name. */
export function settingText(layer: Layer, name: string): string {
  const kind: LayerKind = layerKinds[layer.kind];
  const field = kind.fields?.[name];
  const value = layer.settings?.[name] ?? field?.initial ?? 0;
  return field?.choices?.[value] ?? formatCount(value);
}

function detailOf(layer: Layer, layers: Table<Layer>): string {
  const { tokens } = layerContext(Object.values(layers));
  const size = formatCount(layer.size);
  const context = tokens ? settingText(tokens, 'context') : '?';
  switch (layer.kind) {
    case 'tokens':
      return `${settingText(layer, 'context')} at once, ${size} kinds`;
    case 'embedding':
      return `${formatCount(tokens?.size ?? 0)} × ${size}`;
    case 'positions':
      return `${context} × ${size}`;
    case 'normalisation':
      return settingText(layer, 'form');
    case 'attention': {
      const heads = settingText(layer, 'heads');
      const isRotary = settingText(layer, 'positions') === 'rotary';
      return `${heads} ${heads === '1' ? 'head' : 'heads'}${isRotary ? ', rotary' : ''}`;
    }
    case 'feedForward':
      return `${settingText(layer, 'hidden')} ${settingText(layer, 'form')}`;
    case 'head':
      return settingText(layer, 'weights') === 'none' ? `${size} scores` : `${size} scores, tied`;
    default:
      return `${size} wide`;
  }
}
