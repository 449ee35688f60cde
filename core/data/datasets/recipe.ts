import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

/**
 * A cake by its amounts. Sweet follows the share of sugar, fluffy needs eggs but not too much flour, dry follows flour that
 * no egg moistens; each is scored 0 to 10 with a soft knee, so that a small network fits well but a straight line does not.
 */
export const recipe: Dataset = {
  title: 'Recipe',
  description: 'Cups of flour, cups of sugar and eggs make a cake that is sweet, fluffy or dry, each scored 0 to 10.',
  task: 'regression',
  inputs: ['flour', 'sugar', 'eggs'],
  targets: ['sweet', 'fluffy', 'dry'],
  fields: { size: sizeField(200), noise: noiseField(0.2, 2), seed: seedField },
  standardise: false,
  validationShare: 0.2,
  make: ({ size = 0, noise = 0 }, random) =>
    tableFromRows(
      'Recipe',
      ['flour', 'sugar', 'eggs', 'sweet', 'fluffy', 'dry'],
      Array.from({ length: size }, () => {
        const flour = 1 + 3 * random.uniform();
        const sugar = 2.5 * random.uniform();
        const eggs = 5 * random.uniform();
        const scores = [
          (18 * sugar) / (flour + sugar + 0.5),
          3 + 2.2 * eggs - 0.25 * eggs * eggs - 1.1 * Math.max(0, flour - 2),
          3.2 * flour - 1.3 * eggs - 0.8 * sugar + 1,
        ];
        const row = scores.map((score) => Math.min(10, Math.max(0, score + noise * random.normal())));
        return [flour, sugar, eggs, ...row];
      }),
    ),
};
