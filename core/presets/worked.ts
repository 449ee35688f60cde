import type { NetworkDocument } from '../document/document.ts';
import { buildPreset, dense, input, output } from './build.ts';
import type { Preset } from './preset.ts';

/**
 * The network of the first screen, with its own names:
 *
 *     z1 = x1*w(1,1) + x2*w(2,1) + b1
 *     z2 = x1*w(1,2) + x2*w(2,2) + b2
 *     y  = z1*w(3,1) + z2*w(3,2) + b3
 */
export const worked: Preset = {
  title: 'The worked network',
  description:
    'Two inputs, two hidden neurons, one output, no activation: nine parameters, every number checkable by hand.',
  make: (): NetworkDocument => {
    const drawn = buildPreset({
      columns: [[input('x1'), input('x2')], [dense('z1', 1, 'linear'), dense('z2', 1, 'linear')], [output('y')]],
      dataset: 'worked',
      loss: 'meanSquaredError',
      optimizer: 'sgd',
      learningRate: 0.05,
      batchSize: 4,
      seed: 1,
    });
    return {
      ...drawn,
      parameters: {
        'c1.weight': Float64Array.of(0.5), // x1 -> z1
        'c2.weight': Float64Array.of(-0.4), // x2 -> z1
        'c3.weight': Float64Array.of(0.3), // x1 -> z2
        'c4.weight': Float64Array.of(0.2), // x2 -> z2
        'c5.weight': Float64Array.of(0.6), // z1 -> y
        'c6.weight': Float64Array.of(-0.5), // z2 -> y
        'l3.bias': Float64Array.of(0.1),
        'l4.bias': Float64Array.of(-0.2),
        'l5.bias': Float64Array.of(0.3),
      },
      labels: {
        'c1.weight': ['w(1,1)'],
        'c2.weight': ['w(2,1)'],
        'c3.weight': ['w(1,2)'],
        'c4.weight': ['w(2,2)'],
        'c5.weight': ['w(3,1)'],
        'c6.weight': ['w(3,2)'],
        'l3.bias': ['b1'],
        'l4.bias': ['b2'],
        'l5.bias': ['b3'],
      },
    };
  },
};
