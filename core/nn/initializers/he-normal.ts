import type { Initializer } from './initializer.ts';

/** @see He et al., "Delving deep into rectifiers", 2015 */
export const heNormal: Initializer = {
  title: 'He normal',
  formula: 'normal with deviation √(2 / inputs)',
  fill: (values, fanIn, _fanOut, random) => {
    const deviation = Math.sqrt(2 / Math.max(1, fanIn));
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  },
};
