/** The truth tables of two inputs: four examples each, all of them for training. */
import type { Dataset } from './dataset.ts';
import { tableFromRows } from './generate.ts';

function gate(title: string, description: string, truth: (a: number, b: number) => number): Dataset {
  const corners = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;
  return {
    title,
    description,
    task: 'binary',
    inputs: ['x1', 'x2'],
    targets: ['y'],
    fields: {},
    standardise: false,
    validationShare: 0,
    make: () =>
      tableFromRows(
        title,
        ['x1', 'x2', 'y'],
        corners.map(([a, b]) => [a, b, truth(a, b)]),
      ),
  };
}

export const and = gate('AND', '1 only when both inputs are 1: one neuron is enough.', (a, b) => a * b);
export const or = gate('OR', '1 when any input is 1: one neuron is enough.', (a, b) => Math.max(a, b));
export const xor = gate(
  'XOR',
  '1 when the inputs differ: no single line parts them, so a hidden layer is needed.',
  (a, b) => (a === b ? 0 : 1),
);
export const nand = gate(
  'NAND',
  '0 only when both inputs are 1: every circuit can be built of it.',
  (a, b) => 1 - a * b,
);
export const nor = gate('NOR', '1 only when both inputs are 0: one neuron is enough.', (a, b) => 1 - Math.max(a, b));
export const xnor = gate('XNOR', '1 when the inputs are equal: as hard as XOR, with the answers exchanged.', (a, b) =>
  a === b ? 1 : 0,
);
