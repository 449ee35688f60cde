import { add as sum } from '../../engine/ops/combine.ts';
import type { LayerKind } from './layer-kind.ts';
import type { RowFunction } from './row-function.ts';

/** dy_i/da_i = 1 */
const rows: RowFunction = {
  mixes: false,
  scale: null,
  forward: (x, plain) => {
    plain.set(x);
    return 1;
  },
  derivative: (_from, _to, isSame) => (isSame ? 1 : 0),
  apply: (_plain, _factor, v, result) => result.set(v),
};

/**
 * y = a + b: what a block computed is added to what it was given, so that a gradient finds a way around it.
 *
 * @see He et al., "Deep residual learning for image recognition", 2015
 */
export const add: LayerKind = {
  title: 'Residual add',
  shortName: 'add',
  description: 'Adds two layers of the same size: the way around a block and the block.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 2, most: 2 },
  takesBias: false,
  parameters: () => [],
  formula: () => 'y = a + b',
  rows: () => rows,
  lower: ({ id }, [left, right]) => [sum(id, { value: left!.source }, { value: right!.source })],
};
