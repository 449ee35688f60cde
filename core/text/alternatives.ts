/** What might stand at one place of a text: the likeliest tokens, by what the model says and by what the settings leave. */
import { keptTokens, type KeptTokens } from './sampling.ts';

export interface Alternatives {
  /** Most probable first; then those that were asked for besides. */
  readonly ids: Int32Array;
  /** softmax(scores): of the model itself. */
  readonly probabilities: Float64Array;
  /** To be drawn, after temperature, top-k, top-p and penalty; 0 = ruled out. */
  readonly chances: Float64Array;
}

const PLAIN = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 };

/**
 * @param scores  [V]
 * @param kept    what the settings leave; null = there are no settings, the chance is the probability
 * @param most    tokens to list
 * @param besides tokens to list in any case
 */
export function likeliest(
  scores: ArrayLike<number>,
  kept: KeptTokens | null,
  most: number,
  besides: readonly number[] = [],
): Alternatives {
  const { ids: order, probabilities } = keptTokens(scores, PLAIN);
  const first = order.subarray(0, most);
  const ids = Int32Array.from([...first, ...new Set(besides.filter((id) => !first.includes(id)))]);
  const places = Array.from(ids, (id, i) => (i < first.length ? i : order.indexOf(id)));
  const own = Float64Array.from(places, (place) => probabilities[place] ?? 0);
  if (!kept) return { ids, probabilities: own, chances: own };
  const chanceById = new Map(Array.from(kept.ids, (id, i) => [id, kept.probabilities[i]!]));
  return { ids, probabilities: own, chances: Float64Array.from(ids, (id) => chanceById.get(id) ?? 0) };
}
