import type { Initializer } from './initializer.ts';

/** All weights 0: with two neurons side by side, a way to see why starting values must differ. */
export const zeros: Initializer = {
  title: 'Zeros',
  formula: '0',
  fill: (values) => {
    values.fill(0);
  },
};
