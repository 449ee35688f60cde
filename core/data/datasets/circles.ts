import { cosine, sine } from '../../tensor/elementary.ts';
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

export const circles: Dataset = {
  title: 'Circles',
  description: 'A disc within a ring: no line parts them, three hidden neurons do.',
  task: 'binary',
  inputs: ['x1', 'x2'],
  targets: ['inside'],
  fields: { size: sizeField(400), noise: noiseField(0.04, 0.5), seed: seedField },
  standardise: false,
  validationShare: 0.25,
  make: ({ size = 0, noise = 0 }, random) =>
    tableFromRows(
      'Circles',
      ['x1', 'x2', 'inside'],
      Array.from({ length: size }, (_, i) => {
        const inside = i % 2;
        const radius = inside ? 0.5 * Math.sqrt(random.uniform()) : 0.7 + 0.3 * random.uniform();
        const angle = 2 * Math.PI * random.uniform();
        const x = radius * sine(angle) + noise * random.normal();
        const y = radius * cosine(angle) + noise * random.normal();
        return [x, y, inside];
      }),
    ),
};
