import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

/** Like a volume knob that starts at 3 instead of 0. */
export const line: Dataset = {
  title: 'A line that needs a bias',
  description: 'y = 0.5·x + 3. Without a bias the line must pass through the origin, and cannot fit.',
  task: 'regression',
  inputs: ['x'],
  targets: ['y'],
  fields: { size: sizeField(40), noise: noiseField(0.2, 2), seed: seedField },
  standardise: false,
  validationShare: 0.2,
  make: ({ size = 0, noise = 0 }, random) =>
    tableFromRows(
      'A line that needs a bias',
      ['x', 'y'],
      Array.from({ length: size }, () => {
        const x = 4 * random.uniform() - 2;
        return [x, 0.5 * x + 3 + noise * random.normal()];
      }),
    ),
};
