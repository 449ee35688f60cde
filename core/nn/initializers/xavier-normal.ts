import type { Initializer } from './initializer.ts';

/** @see Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010 */
export const xavierNormal: Initializer = {
  title: 'Xavier normal',
  formula: 'normal with deviation √(2 / (inputs + outputs))',
  fill: (values, fanIn, fanOut, random) => {
    const deviation = Math.sqrt(2 / Math.max(1, fanIn + fanOut));
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  },
};
