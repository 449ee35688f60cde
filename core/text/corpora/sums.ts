import type { Random } from '../../tensor/random.ts';
import type { Corpus } from './corpus.ts';

const COUNT = 4000;

/** Sums of two numbers below 100, such as `12+7=19`: a model that gets unseen ones right has learned to add. */
export const sums: Corpus = {
  title: 'Sums',
  description:
    '4\u202f000 sums such as 12+7=19, one a line: the answer follows from a rule, so that one sees it being learned.',
  layout: 'lines',
  bytes: 37_167,
  licence: 'Made by this app',
  source: 'core/text/corpora/sums.ts, seed 1',
  make: (random: Random) => {
    const lines = Array.from({ length: COUNT }, () => {
      const a = random.integer(100);
      const b = random.integer(100);
      return `${a}+${b}=${a + b}\n`;
    });
    return lines.join('');
  },
};
