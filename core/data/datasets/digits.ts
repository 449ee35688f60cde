import csv from '../../../assets/datasets/digits.csv?raw';
import type { Column } from '../data-settings.ts';
import type { Dataset } from './dataset.ts';

/** Pixels along each side of a picture. */
export const DIGIT_SIDE = 8;
/** A pixel counts the ink in a block of 4 x 4 of the scan: 0 to 16, written as one character each. */
export const MOST_INK = 16;
const INK = '0123456789abcdefg';

export const pixelName = (row: number, column: number): string => `r${row + 1}c${column + 1}`;

const pixelNames = Array.from({ length: DIGIT_SIDE * DIGIT_SIDE }, (_, i) =>
  pixelName(Math.floor(i / DIGIT_SIDE), i % DIGIT_SIDE),
);

/** Handwritten digits, 8 x 8: each line of the file is 64 characters of ink from the upper left, and the digit. */
export const digits: Dataset = {
  title: 'Digits, 8 × 8',
  description: 'Handwritten digits of 43 people, 1\u202f797 pictures of 8 × 8 pixels, each from 0 (paper) to 1 (ink).',
  task: 'classes',
  inputs: pixelNames,
  targets: ['digit'],
  fields: {},
  standardise: false,
  validationShare: 0.25,
  licence: 'BSD 3-clause (scikit-learn)',
  source: 'Kaynak 1995, Alpaydin and Kaynak 1998, from NIST forms',
  make: () => {
    const rows = csv.trim().split('\n').slice(1);
    const columns = pixelNames.map((name, pixel): Column => ({
      name,
      type: 'number',
      values: Float64Array.from(rows, (row) => INK.indexOf(row[pixel]!) / MOST_INK),
    }));
    const digit: Column = { name: 'digit', type: 'category', values: rows.map((row) => row[pixelNames.length + 1]!) };
    return { name: 'Digits, 8 × 8', columns: [...columns, digit] };
  },
};
