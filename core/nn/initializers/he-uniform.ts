import type { Initializer } from './initializer.ts';

/** @see He et al., "Delving deep into rectifiers", 2015 */
export const heUniform: Initializer = {
  title: 'He uniform',
  formula: 'uniform in ±√(6 / inputs)',
  fill: (values, fanIn, _fanOut, random) => {
    const limit = Math.sqrt(6 / Math.max(1, fanIn));
    for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1);
  },
};
