/** What a language model must beat: guessing by chance, and guessing by how often each token occurs. */
import type { TextExamples } from '../data/text-source.ts';
import { logarithm } from '../tensor/elementary.ts';

export interface TextBaselines {
  /** ln V: the loss of giving every token the same probability, in nats. */
  readonly randomLoss: number;
  /** Loss of giving each token its share of the text, in nats. */
  readonly unigramLoss: number;
  /** Share of right guesses of always naming the commonest token. */
  readonly unigramAccuracy: number;
}

/** Shares are those of the whole text; boundaries count where they are to be guessed. */
export function textBaselines({ ids, vocabulary }: TextExamples): TextBaselines {
  const counts = new Float64Array(vocabulary);
  for (const id of ids) counts[id]!++;
  let unigramLoss = 0;
  let most = 0;
  for (const count of counts) {
    if (count === 0) continue;
    unigramLoss -= (count / ids.length) * logarithm(count / ids.length);
    most = Math.max(most, count);
  }
  return { randomLoss: logarithm(vocabulary), unigramLoss, unigramAccuracy: most / ids.length };
}
