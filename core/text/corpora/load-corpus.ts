/**
 * The text of a corpus. A shipped file is a part of the program that is read only when it is asked for: a chunk of its own
 * beside the trainer process and the command line. Import this from there alone; in the page it would ship every text twice.
 */
import { Random } from '../../tensor/random.ts';
import type { Corpus } from './corpus.ts';
import { corpora, type CorpusName } from './registry.ts';

const MADE_FROM_SEED = 1;

const shipped: Readonly<Record<string, () => Promise<{ readonly default: string }>>> = {
  'first-names': () => import('../../../assets/texts/first-names.txt?raw'),
  'moby-dick': () => import('../../../assets/texts/moby-dick.txt?raw'),
  'king-james': () => import('../../../assets/texts/king-james.txt?raw'),
};

export async function loadCorpus(name: CorpusName): Promise<string> {
  const corpus: Corpus = corpora[name];
  if (corpus.make) return corpus.make(Random.fromSeed(MADE_FROM_SEED));
  const load = shipped[name];
  if (!load) throw new Error(`internal: the corpus "${name}" has neither code nor a file`);
  return (await load()).default;
}
