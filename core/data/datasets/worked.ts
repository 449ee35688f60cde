import type { Dataset } from './dataset.ts';
import { tableFromRows } from './generate.ts';

/** For the network on the first screen: numbers small enough to check by hand. */
export const worked: Dataset = {
  title: 'Worked example',
  description: 'Four examples of y = 2·x1 − x2 + 1, small enough to check every number by hand.',
  task: 'regression',
  inputs: ['x1', 'x2'],
  targets: ['y'],
  fields: {},
  standardise: false,
  validationShare: 0,
  make: () =>
    tableFromRows(
      'Worked example',
      ['x1', 'x2', 'y'],
      [
        [1, 2, 1],
        [2, 1, 4],
        [0, 1, 0],
        [1, 0, 3],
      ],
    ),
};
