import type { Initializer } from './initializer.ts';

export const uniform: Initializer = {
  title: 'Uniform',
  formula: 'uniform in ±1',
  fill: (values, _fanIn, _fanOut, random) => {
    for (let i = 0; i < values.length; i++) values[i] = 2 * random.uniform() - 1;
  },
};
