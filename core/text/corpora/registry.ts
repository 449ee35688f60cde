/**
 * Every text that comes with the app: a new one is one file and one line here. This table holds no text, so that the page can
 * show it at no cost; the trainer process and the command line read the text itself with `loadCorpus`.
 */
import type { Corpus } from './corpus.ts';
import { firstNames } from './first-names.ts';
import { grammar } from './grammar.ts';
import { kingJames } from './king-james.ts';
import { mobyDick } from './moby-dick.ts';
import { sums } from './sums.ts';

export const corpora = {
  'first-names': firstNames,
  'moby-dick': mobyDick,
  'king-james': kingJames,
  sums,
  grammar,
} as const satisfies Record<string, Corpus>;

export type CorpusName = keyof typeof corpora;

export const isCorpusName = (name: string): name is CorpusName => Object.hasOwn(corpora, name);

/** What people read of a text's name: the title of one that the command line named `corpus:NAME`, else the name as it is. */
export function textTitle(name: string): string {
  const corpus = name.replace(/^corpus:/, '');
  return corpus !== name && isCorpusName(corpus) ? corpora[corpus].title : name;
}
