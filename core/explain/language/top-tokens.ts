import { softmaxOf } from '../../engine/kernels/reference/softmax.ts';

/** The most probable tokens of one position, most probable first; equal ones in the order of their ids. */
export interface TopTokens {
  readonly ids: Int32Array;
  readonly probabilities: Float64Array;
}

/** p = e^score / Σ e^score. [vocabulary] */
export function probabilitiesOf(scores: Float64Array): Float64Array {
  const probabilities = new Float64Array(scores.length);
  softmaxOf(scores, 0, probabilities, 0, scores.length);
  return probabilities;
}

/** @param count at most the vocabulary */
export function topTokens(probabilities: Float64Array, count: number): TopTokens {
  const ids = new Int32Array(count);
  const best = new Float64Array(count).fill(-1);
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!;
    let place = count;
    while (place > 0 && best[place - 1]! < p) place--;
    if (place === count) continue;
    for (let i = count - 1; i > place; i--) {
      best[i] = best[i - 1]!;
      ids[i] = ids[i - 1]!;
    }
    best[place] = p;
    ids[place] = id;
  }
  return { ids, probabilities: best };
}
