import { layerNorm, rmsNorm } from '../../engine/ops/normalize.ts';
import type { Fields } from '../../settings/field.ts';
import type { LayerKind } from './layer-kind.ts';
import type { RowFunction } from './row-function.ts';
import { choiceField, isChosen } from './settings.ts';

const EPSILON = 1e-5;

const fields: Fields = {
  form: choiceField('Form', 'LayerNorm takes the mean away and divides by the deviation; RMSNorm only divides.', [
    'LayerNorm',
    'RMSNorm',
  ]),
  weights: choiceField('Weights', 'Whether each unit is multiplied by a learned number afterwards.', [
    'learned',
    'none',
  ]),
};

/**
 * x̂ = (x - mean) / √(variance + ε);  dx̂_j/dx_i = ([i = j] - 1/n - x̂_i x̂_j / n) / √(variance + ε). RMSNorm leaves the mean and
 * the 1/n out.
 */
const normalised = (isCentred: boolean): Omit<RowFunction, 'scale'> => ({
  mixes: true,
  forward: (x, plain) => {
    const { length } = x;
    const mean = isCentred ? x.reduce((sum, value) => sum + value, 0) / length : 0;
    const square = x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    const inverse = 1 / Math.sqrt(square / length + EPSILON);
    for (let i = 0; i < length; i++) plain[i] = (x[i]! - mean) * inverse;
    return inverse;
  },
  derivative: (from, to, isSame, width, inverse) =>
    inverse * ((isSame ? 1 : 0) - ((isCentred ? 1 : 0) + from * to) / width),
  apply: (plain, inverse, v, result) => {
    const { length } = v;
    let sum = 0;
    let product = 0;
    for (let i = 0; i < length; i++) {
      sum += v[i]!;
      product += v[i]! * plain[i]!;
    }
    const lost = isCentred ? sum / length : 0;
    for (let i = 0; i < length; i++) result[i] = inverse * (v[i]! - lost - (plain[i]! * product) / length);
  },
});
const layerRows = normalised(true);
const rmsRows = normalised(false);

/**
 * LayerNorm: y = (x - mean) / √(variance + ε) · w + b.  RMSNorm: y = x / √(mean(x²) + ε) · w.  Over the width, ε = 1e-5.
 *
 * w, b [size]
 */
export const normalisation: LayerKind = {
  title: 'Normalisation',
  shortName: 'norm',
  description: 'Brings each position to a common scale, so that deep networks learn evenly.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesBias: true,
  fields,
  constants: { epsilon: EPSILON },
  parameters: (layer) => [
    ...(isChosen(layer, fields, 'weights', 'learned')
      ? [{ name: 'weight', shape: [layer.size], start: 'ones', decays: false } as const]
      : []),
    ...(hasShift(layer) ? [{ name: 'bias', shape: [layer.size], decays: false }] : []),
  ],
  formula: (layer) => {
    const scale = isChosen(layer, fields, 'weights', 'learned') ? ' · w' : '';
    const shift = hasShift(layer) ? ' + b' : '';
    return isChosen(layer, fields, 'form', 'RMSNorm')
      ? `y = x / √(mean(x²) + ε)${scale}`
      : `y = (x − mean) / √(variance + ε)${scale}${shift}`;
  },
  rows: (layer) => ({
    ...(isChosen(layer, fields, 'form', 'RMSNorm') ? rmsRows : layerRows),
    scale: isChosen(layer, fields, 'weights', 'learned') ? 'weight' : null,
  }),
  lower: (layer, [incoming], parameterId) => {
    const { source } = incoming!;
    const scale = isChosen(layer, fields, 'weights', 'learned') ? parameterId('weight') : null;
    if (isChosen(layer, fields, 'form', 'RMSNorm')) return [rmsNorm(layer.id, { source, scale, epsilon: EPSILON })];
    const shift = hasShift(layer) ? parameterId('bias') : null;
    return [layerNorm(layer.id, { source, scale, shift, epsilon: EPSILON })];
  },
};

/** A bias goes with LayerNorm's weights. */
const hasShift = (layer: Parameters<LayerKind['formula']>[0]): boolean =>
  layer.hasBias && isChosen(layer, fields, 'form', 'LayerNorm') && isChosen(layer, fields, 'weights', 'learned');
