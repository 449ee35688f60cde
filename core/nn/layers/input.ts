import { input as inputNode } from '../../engine/ops/input.ts';
import type { LayerKind } from './layer-kind.ts';

export const input: LayerKind = {
  title: 'Input',
  description: 'Where columns of the data enter: one unit per number.',
  role: 'input',
  hasActivation: false,
  takesConnections: false,
  takesBias: false,
  parameters: () => [],
  formula: ({ name }) => `${name} = the example`,
  lower: ({ id, size }) => [inputNode(id, size)],
};
