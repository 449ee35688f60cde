import { likeliest, type Alternatives } from '../text/alternatives.ts';
import { finish } from '../text/steps.ts';
import type { Writer } from './writer.ts';

export interface MaskedPlace {
  /** Place in the text, in tokens from 0. */
  readonly position: number;
  readonly candidates: Alternatives;
}

/**
 * What a masked model says of every hidden token of a text that fits its context, all of them hidden at once. The mask itself is
 * no candidate.
 *
 * @param most candidates of each, most probable first
 * @throws RangeError when the text is longer than the context
 */
export const fillMasks = (writer: Writer, tokens: readonly number[], mask: number, most: number): MaskedPlace[] =>
  finish(fillMasksInTurns(writer, tokens, mask, most));

/** The same in short turns. @throws RangeError as `fillMasks` */
export function* fillMasksInTurns(
  writer: Writer,
  tokens: readonly number[],
  mask: number,
  most: number,
): Generator<null, MaskedPlace[], void> {
  const scores = yield* writer.scoresOfAllInTurns(tokens);
  const width = scores.length / tokens.length;
  return tokens.flatMap((id, position) => {
    if (id !== mask) return [];
    const own = scores.slice(position * width, (position + 1) * width);
    own[mask] = -Infinity;
    return [{ position, candidates: likeliest(own, null, most) }];
  });
}
