/** How the time of a step grows with the network: fully connected classifiers of some 10² to 10⁷ parameters. */
import { makeClassifier } from './digits.mjs';
import { parameterCount } from './mlp.mjs';

const batchSize = 32;
const forms = [
  ['1e2', [4, 6, 6, 4], 200],
  ['1e3', [16, 20, 20, 10], 200],
  ['1e4', [64, 70, 70, 10], 100],
  ['1e5', [256, 200, 200, 10], 100],
  ['1e6', [784, 680, 680, 10], 50],
  ['1e7', [1024, 2700, 2700, 10], 10],
];

export const scaling = {
  name: 'scaling',
  title: `Classifiers of 10² to 10⁷ parameters, ReLU, Adam 1e-3, batch ${batchSize} (${forms.map(([, sizes]) => sizes.join('-')).join(', ')})`,
  contenders: ['weightroom', 'tfjs-wasm', 'jax-js', 'pytorch'],
  cases: forms.map(([name, sizes, lossSteps]) => ({
    name,
    unit: 'samples',
    parameters: parameterCount(sizes),
    milliseconds: name === '1e7' ? 1000 : 300,
    lossSteps,
    perStep: batchSize,
    make: () => makeClassifier(sizes, batchSize, 1024, 256),
  })),
};
