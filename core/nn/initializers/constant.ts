import type { Initializer } from './initializer.ts';

const VALUE = 0.1;

/** The same value everywhere: every unit of a layer then learns the same, which is what it is there to show. */
export const constant: Initializer = {
  title: 'Constant',
  formula: '0.1 everywhere',
  fill: (values) => void values.fill(VALUE),
};
