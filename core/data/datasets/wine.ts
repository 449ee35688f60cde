import csv from '../../../assets/datasets/wine.csv?raw';
import type { Dataset } from './dataset.ts';
import { shippedTable } from './shipped-table.ts';

export const wine: Dataset = {
  title: 'Wine',
  description: 'Chemical analysis of 178 wines from three growers of one region of Italy.',
  task: 'classes',
  inputs: [
    'alcohol',
    'malic_acid',
    'ash',
    'alcalinity_of_ash',
    'magnesium',
    'total_phenols',
    'flavanoids',
    'nonflavanoid_phenols',
    'proanthocyanins',
    'color_intensity',
    'hue',
    'od280_od315',
    'proline',
  ],
  targets: ['grower'],
  fields: {},
  standardise: true,
  validationShare: 0.25,
  licence: 'BSD 3-clause (scikit-learn)',
  source: 'Forina and others 1991, PARVUS; UCI repository',
  make: () => shippedTable('Wine', csv),
};
