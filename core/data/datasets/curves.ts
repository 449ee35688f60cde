/** Functions of one number, with noise: what a network with one input learns to follow. */
import { sine as sin } from '../../tensor/elementary.ts';
import type { Dataset } from './dataset.ts';
import { noiseField, seedField, sizeField, tableFromRows } from './generate.ts';

function curve(title: string, description: string, from: number, to: number, y: (x: number) => number): Dataset {
  return {
    title,
    description,
    task: 'regression',
    inputs: ['x'],
    targets: ['y'],
    fields: { size: sizeField(200), noise: noiseField(0.05, 1), seed: seedField },
    standardise: false,
    validationShare: 0.25,
    make: ({ size = 0, noise = 0 }, random) =>
      tableFromRows(
        title,
        ['x', 'y'],
        Array.from({ length: size }, () => {
          const x = from + (to - from) * random.uniform();
          return [x, y(x) + noise * random.normal()];
        }),
      ),
  };
}

export const sine = curve(
  'Sine',
  'One and a half waves: hidden neurons bend a line where it is needed.',
  -1.5 * Math.PI,
  1.5 * Math.PI,
  sin,
);
export const step = curve('Step', 'From −1 to 1 at zero: one steep tanh is enough.', -2, 2, (x) => (x < 0 ? -1 : 1));
export const absolute = curve('Absolute value', 'A corner at zero: two ReLU neurons fit it exactly.', -2, 2, Math.abs);
