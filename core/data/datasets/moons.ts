import { cosine, sine } from '../../tensor/elementary.ts';
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

/** Two half circles of radius 1, the lower one moved right by 1 and up by 0.5, as in scikit-learn's `make_moons`. */
export const moons: Dataset = {
  title: 'Two moons',
  description: 'Two half circles that reach into each other: a bent line parts them.',
  task: 'binary',
  inputs: ['x1', 'x2'],
  targets: ['moon'],
  fields: { size: sizeField(300), noise: noiseField(0.12, 0.5), seed: seedField },
  standardise: false,
  validationShare: 0.25,
  make: ({ size = 0, noise = 0 }, random) =>
    tableFromRows(
      'Two moons',
      ['x1', 'x2', 'moon'],
      Array.from({ length: size }, (_, i) => {
        const moon = i % 2;
        const angle = Math.PI * random.uniform();
        const x = moon === 0 ? cosine(angle) : 1 - cosine(angle);
        const y = moon === 0 ? sine(angle) : 0.5 - sine(angle);
        return [x + noise * random.normal(), y + noise * random.normal(), moon];
      }),
    ),
};
