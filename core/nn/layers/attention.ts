import { attention as attend } from '../../engine/ops/attention.ts';
import { cachedAttention } from '../../engine/inference/cached-attention.ts';
import { dropout } from '../../engine/ops/dropout.ts';
import { rotary } from '../../engine/ops/rotary.ts';
import { weightedSum } from '../../engine/ops/weighted-sum.ts';
import type { Layer } from '../../document/document.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Fields } from '../../settings/field.ts';
import type { LayerKind, LayerParameter } from './layer-kind.ts';
import { choiceField, dropoutField, headsField, isChosen, settingOf } from './settings.ts';
import { contextOf } from './tokens.ts';

const fields: Fields = {
  heads: headsField(4),
  sees: choiceField('Sees', 'Whether a position may look at later ones: to guess the next token it must not.', [
    'earlier positions',
    'all positions',
  ]),
  positions: choiceField('Positions', 'Rotary turns queries and keys by their place, so that distance can be told.', [
    'none',
    'rotary',
  ]),
  dropout: dropoutField,
};

/**
 * q, k, v = x W_qkvᵀ + b;  per head softmax(q kᵀ / √d) v;  y = heads W_outᵀ + b.  d = size / heads
 *
 * W_qkv [3 size, size], W_out [size, size]
 *
 * @see Vaswani et al. 2017, section 3.2
 */
export const attention: LayerKind = {
  title: 'Attention',
  description: 'Each position gathers from others what its query finds in their keys.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesBias: true,
  fields,
  parameters: ({ size, hasBias }) => {
    const bias = (name: string, count: number, parts = 1): LayerParameter[] =>
      hasBias ? [{ name, shape: [count], decays: false, parts }] : [];
    return [
      { name: 'qkvWeight', shape: [3 * size, size], start: 'weights', parts: 3 },
      ...bias('qkvBias', 3 * size, 3),
      { name: 'outWeight', shape: [size, size], start: 'residual' },
      ...bias('outBias', size),
    ];
  },
  formula: (layer) => {
    const heads = settingOf(layer, fields, 'heads');
    return `y = softmax(q kᵀ / √${layer.size / heads}) v W,  ${heads} ${heads === 1 ? 'head' : 'heads'}`;
  },
  problem: (layer, _sources, { tokens }) => {
    const heads = settingOf(layer, fields, 'heads');
    const isRotary = isChosen(layer, fields, 'positions', 'rotary');
    const unit = isRotary ? 2 * heads : heads;
    if (!tokens) return `"${layer.name}" looks along a text, but there is no tokens input. Add one.`;
    if (layer.size % unit === 0) return null;
    const rule = isRotary ? `an even share of it (a multiple of ${unit})` : `an equal share of it`;
    return `"${layer.name}" is ${layer.size} wide and has ${heads} heads; each needs ${rule}. Change the size or the heads.`;
  },
  lower: (layer, [incoming], parameterId, { place, tokens }) => {
    const { id, size, hasBias } = layer;
    const bias = (name: string): string | null => (hasBias ? parameterId(name) : null);
    const heads = settingOf(layer, fields, 'heads');
    const isCausal = isChosen(layer, fields, 'sees', 'earlier positions');
    const nodes: GraphNode[] = [
      weightedSum(
        `${id}.qkv`,
        3 * size,
        [{ source: incoming!.source, weight: parameterId('qkvWeight') }],
        bias('qkvBias'),
      ),
    ];
    if (isChosen(layer, fields, 'positions', 'rotary')) {
      nodes.push(rotary(`${id}.turned`, { source: `${id}.qkv`, heads, place }));
    }
    const source = nodes.at(-1)!.id;
    const options = { source, heads, isCausal };
    const attended =
      place === null
        ? attend(attendedId(id), options)
        : cachedAttention(attendedId(id), { source, heads, place, context: tokens ? contextOf(tokens) : 1 });
    const rate = settingOf(layer, fields, 'dropout');
    const out = rate > 0 ? `${id}.out` : id;
    nodes.push(
      attended,
      weightedSum(out, size, [{ source: attended.id, weight: parameterId('outWeight') }], bias('outBias')),
    );
    if (rate > 0) nodes.push(dropout(id, out, rate));
    return nodes;
  },
};

/** Node whose attention weights can be read. */
export const attendedId = (layerId: string): string => `${layerId}.attended`;

/** Whether each position only sees earlier ones, so that what is computed for it stays when text is added. */
export const isCausalAttention = (layer: Layer): boolean => isChosen(layer, fields, 'sees', 'earlier positions');

export const headCountOf = (layer: Layer): number => settingOf(layer, fields, 'heads');
