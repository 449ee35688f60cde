/** Numbers over two inputs, with noise: surfaces that a network learns to follow. */
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

function surface(title: string, description: string, y: (x1: number, x2: number) => number): Dataset {
  return {
    title,
    description,
    task: 'regression',
    inputs: ['x1', 'x2'],
    targets: ['y'],
    fields: { size: sizeField(300), noise: noiseField(0.05, 1), seed: seedField },
    standardise: false,
    validationShare: 0.25,
    make: ({ size = 0, noise = 0 }, random) =>
      tableFromRows(
        title,
        ['x1', 'x2', 'y'],
        Array.from({ length: size }, () => {
          const x1 = 2 * random.uniform() - 1;
          const x2 = 2 * random.uniform() - 1;
          return [x1, x2, y(x1, x2) + noise * random.normal()];
        }),
      ),
  };
}

export const plane = surface(
  'Plane',
  'y = 0.8·x1 − 0.6·x2: two weights fit it, no hidden neuron is needed.',
  (x1, x2) => 0.8 * x1 - 0.6 * x2,
);
export const saddle = surface(
  'Saddle',
  'y = x1·x2: up in two corners, down in the others; no plane comes near.',
  (x1, x2) => x1 * x2,
);
