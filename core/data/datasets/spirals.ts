import { cosine, sine } from '../../tensor/elementary.ts';
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

const TURNS = 1.75;

/** Two arms wound into each other, as in TensorFlow Playground; one example of each in turn. */
export const spirals: Dataset = {
  title: 'Two spirals',
  description: 'Two arms wound into each other: the classic hard case for a small network.',
  task: 'binary',
  inputs: ['x1', 'x2'],
  targets: ['arm'],
  fields: { size: sizeField(400), noise: noiseField(0.03, 0.5), seed: seedField },
  standardise: false,
  validationShare: 0.25,
  make: ({ size = 0, noise = 0 }, random) =>
    tableFromRows(
      'Two spirals',
      ['x1', 'x2', 'arm'],
      Array.from({ length: size }, (_, i) => {
        const arm = i % 2;
        const along = Math.sqrt(0.01 + 0.99 * random.uniform()); // denser outside, where the arm is longer
        const angle = along * TURNS * 2 * Math.PI + arm * Math.PI;
        const x = along * sine(angle) + noise * random.normal();
        const y = along * cosine(angle) + noise * random.normal();
        return [x, y, arm];
      }),
    ),
};
