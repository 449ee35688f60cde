/** What will go wrong, or go badly, when a model learns from this text with this vocabulary: said before it does. */

export interface TokenizedFacts {
  /** Tokens that stand for text, special ones left out. */
  readonly ordinaryTokens: number;
  readonly tokenCount: number;
  /** How many of them are unknown. */
  readonly unknownCount: number;
  /** null when there were too many to count. */
  readonly distinctWords: number | null;
  readonly isWord: boolean;
}

/** Below this many tokens a model sees too little to learn more than the text by heart. */
const FEW_TOKENS = 1000;
const MANY_UNKNOWN = 0.1;

/** Sentences, the gravest first; empty when all is well. */
export function concernsAbout(facts: TokenizedFacts): string[] {
  const { ordinaryTokens, tokenCount, unknownCount, distinctWords, isWord } = facts;
  const concerns: string[] = [];
  if (ordinaryTokens < 2) {
    concerns.push('The whole text is one token again and again: there is nothing to guess. Choose a longer text.');
  } else if (tokenCount < FEW_TOKENS) {
    concerns.push(
      `The text has only ${tokenCount} tokens: a model will learn it by heart. Texts of 10 000 tokens and more work better.`,
    );
  }
  const share = tokenCount === 0 ? 0 : unknownCount / tokenCount;
  if (share > MANY_UNKNOWN) {
    const percent = (100 * share).toFixed(0);
    const words = distinctWords === null ? 'more than 2\u202f000\u202f000' : String(distinctWords);
    concerns.push(
      isWord
        ? `${percent} % of the text is unknown: it has ${words} distinct words, and the vocabulary keeps ${ordinaryTokens}. ` +
            'Use byte pairs, or a larger vocabulary.'
        : `${percent} % of the text is unknown. Use a larger vocabulary, or byte pairs.`,
    );
  }
  return concerns;
}
