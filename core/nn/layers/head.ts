import { add } from '../../engine/ops/combine.ts';
import { slice } from '../../engine/ops/slice.ts';
import { weightedSum } from '../../engine/ops/weighted-sum.ts';
import type { Fields } from '../../settings/field.ts';
import type { LayerKind } from './layer-kind.ts';
import { choiceField, isChosen } from './settings.ts';

const fields: Fields = {
  weights: choiceField('Weights', 'The token embedding serves twice, or the values are the scores as they come.', [
    'of the token embedding',
    'none',
  ]),
};

/**
 * A score (logit) per token. Tied: y = x Wᵀ + b with the embedding's own W [vocabulary, width]; without weights: y = x + b. A head with
 * weights of its own is an output layer.
 *
 * @see Press and Wolf, "Using the output embedding to improve language models", 2017
 */
export const head: LayerKind = {
  title: 'Tied head',
  shortName: 'head',
  description: 'A score for each token, by the same table that looked the tokens up.',
  role: 'output',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesAnyWidth: true,
  takesBias: true,
  fields,
  largestSize: 262_144,
  parameters: ({ size, hasBias }) => (hasBias ? [{ name: 'bias', shape: [size], decays: false }] : []),
  formula: (layer) => {
    const bias = layer.hasBias ? ' + b' : '';
    return isTied(layer) ? `scores = x · Wᵀ of the embedding${bias}` : `scores = x${bias}`;
  },
  problem: (layer, [source], { tokens, embedding }) => {
    const { name, size } = layer;
    if (!tokens) return `"${name}" scores tokens, but there is no tokens input. Add one.`;
    if (!isTied(layer)) {
      return source?.size === size
        ? null
        : `"${name}" expects ${size} but "${source?.name ?? ''}" gives ${source?.size ?? 0}. Make both the same size.`;
    }
    if (!embedding) {
      return `"${name}" is tied to the token embedding, but there is not exactly one. Keep one, or use an output with weights of its own.`;
    }
    if (source?.size === embedding.size) return null;
    return `"${name}" is tied to "${embedding.name}", which is ${embedding.size} wide, but "${source?.name ?? ''}" gives ${source?.size ?? 0}. Make both the same size.`;
  },
  lower: (layer, [incoming], parameterId, { embedding }) => {
    const { id, size, hasBias } = layer;
    const { source } = incoming!;
    if (!isTied(layer)) {
      if (hasBias) return [add(id, { value: source }, { parameter: parameterId('bias') })];
      return [slice(id, source, 0, size)];
    }
    const weight = `${embedding!.id}.weight`;
    return [weightedSum(id, size, [{ source, weight }], hasBias ? parameterId('bias') : null)];
  },
};

const isTied = (layer: Parameters<LayerKind['formula']>[0]): boolean =>
  isChosen(layer, fields, 'weights', 'of the token embedding');
