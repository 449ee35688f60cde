import type { Initializer } from './initializer.ts';

export const normal: Initializer = {
  title: 'Normal',
  formula: 'normal with deviation 1',
  fill: (values, _fanIn, _fanOut, random) => {
    for (let i = 0; i < values.length; i++) values[i] = random.normal();
  },
};
