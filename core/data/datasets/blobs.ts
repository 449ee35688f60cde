import { cosine, sine } from '../../tensor/elementary.ts';
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField } from './generate.ts';

const NAMES = ['A', 'B', 'C', 'D'];

/** Clouds around points that stand at equal distances on a circle of radius 1. */
export const blobs: Dataset = {
  title: 'Gaussian blobs',
  description: 'Two to four clouds of points: straight lines part them. Two of them make a yes-or-no question.',
  task: 'classes',
  inputs: ['x1', 'x2'],
  targets: ['cloud'],
  fields: {
    classes: {
      label: 'Clouds',
      description: 'How many classes there are.',
      initial: 3,
      min: 2,
      max: NAMES.length,
      isInteger: true,
    },
    size: sizeField(300),
    noise: noiseField(0.3, 1),
    seed: seedField,
  },
  standardise: false,
  validationShare: 0.25,
  make: ({ classes = 3, size = 0, noise = 0 }, random) => {
    const x1 = new Float64Array(size);
    const x2 = new Float64Array(size);
    const cloud: string[] = [];
    for (let i = 0; i < size; i++) {
      const angle = (2 * Math.PI * (i % classes)) / classes;
      x1[i] = sine(angle) + noise * random.normal();
      x2[i] = cosine(angle) + noise * random.normal();
      cloud.push(NAMES[i % classes]!);
    }
    return {
      name: 'Gaussian blobs',
      columns: [
        { name: 'x1', type: 'number', values: x1 },
        { name: 'x2', type: 'number', values: x2 },
        { name: 'cloud', type: 'category', values: cloud },
      ],
    };
  },
};
