import { add } from '../../engine/ops/combine.ts';
import { embedding } from '../../engine/ops/embedding.ts';
import type { LayerKind } from './layer-kind.ts';
import { contextOf } from './tokens.ts';

/**
 * y = x + P[t] at position t, so that order can be told. P [context, size]
 *
 * @see Vaswani et al. 2017, section 3.5 (learned positions)
 */
export const positions: LayerKind = {
  title: 'Position embedding',
  shortName: 'positions',
  description: 'Adds a learned vector for each place in the text, so that order can be told.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesBias: false,
  parameters: ({ size }, { tokens }) => [
    { name: 'weight', shape: [tokens ? contextOf(tokens) : 1, size], start: 'weights' },
  ],
  formula: () => 'y = x + P[position]',
  lower: ({ id }, [incoming], parameterId, { place }) => {
    const left = { value: incoming!.source };
    const table = parameterId('weight');
    if (place === null) return [add(id, left, { parameter: table })];
    return [embedding(`${id}.row`, place, table), add(id, left, { value: `${id}.row` })];
  },
};
