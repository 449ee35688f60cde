import csv from '../../../assets/datasets/penguins.csv?raw';
import type { Dataset } from './dataset.ts';
import { shippedTable } from './shipped-table.ts';

export const penguins: Dataset = {
  title: 'Palmer penguins',
  description: 'Bill, flipper and body mass of 344 penguins of three species, measured on islands of Antarctica.',
  task: 'classes',
  inputs: ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'],
  targets: ['species'],
  fields: {},
  standardise: true,
  validationShare: 0.2,
  licence: 'CC0 1.0',
  source: 'Horst, Hill and Gorman: palmerpenguins; Gorman, Williams and Fraser 2014',
  make: () => shippedTable('Palmer penguins', csv),
};
