import type { Initializer } from './initializer.ts';

/** @see Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010 */
export const xavierUniform: Initializer = {
  title: 'Xavier uniform',
  formula: 'uniform in ±√(6 / (inputs + outputs))',
  fill: (values, fanIn, fanOut, random) => {
    const limit = Math.sqrt(6 / Math.max(1, fanIn + fanOut));
    for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1);
  },
};
