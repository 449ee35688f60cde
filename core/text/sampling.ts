/**
 * Choosing the next token from a model's logits: repetition penalty, temperature, top-k, top-p, in this order, then a draw.
 * Which tokens may be drawn is exact: tokens stand by falling logit, equal ones by rising id, and the first of them are kept.
 *
 * @see Keskar et al. 2019 (repetition penalty); Fan et al. 2018 (top-k); Holtzman et al. 2020 (top-p)
 */
import type { Fields } from '../settings/field.ts';
import { exponential } from '../tensor/elementary.ts';
import type { Random } from '../tensor/random.ts';

export const samplingFields = {
  temperature: {
    label: 'Temperature',
    description: 'Logits are divided by it: low is cautious, high is bold, 0 always takes the most probable token.',
    initial: 0.8,
    min: 0,
    max: 5,
  },
  topK: {
    label: 'Top k',
    description: 'Only this many of the most probable tokens may be drawn; 0 allows all.',
    initial: 0,
    min: 0,
    max: 65_536,
    isInteger: true,
  },
  topP: {
    label: 'Top p',
    description: 'Only the most probable tokens that together reach this probability may be drawn; 1 allows all.',
    initial: 1,
    min: 0.01,
    max: 1,
  },
  repetitionPenalty: {
    label: 'Repetition penalty',
    description: 'Makes tokens that were just written less likely; 1 leaves them as they are.',
    initial: 1,
    min: 1,
    max: 3,
  },
} as const satisfies Fields;

export type SamplingSettings = Readonly<Record<keyof typeof samplingFields, number>>;

/** The tokens that may be drawn, most probable first, and their probabilities, which sum to 1. */
export interface KeptTokens {
  readonly ids: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * @param logits  [V]; -Infinity forbids a token
 * @param recent  ids that the repetition penalty concerns, in any order
 * @throws RangeError when a logit is NaN or no token is allowed
 */
export function keptTokens(
  logits: ArrayLike<number>,
  { temperature, topK, topP, repetitionPenalty }: SamplingSettings,
  recent: ArrayLike<number> = [],
): KeptTokens {
  const scores = penalised(logits, recent, repetitionPenalty);
  const order = allowedIds(scores).sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (order.length === 0) throw new RangeError('no token is allowed: every logit is -Infinity');
  if (temperature === 0) return { ids: order.slice(0, 1), probabilities: Float64Array.of(1) };
  const firstK = topK > 0 ? order.slice(0, topK) : order;
  const probabilities = softmax(firstK, scores, temperature);
  const count = topP < 1 ? nucleusSize(probabilities, topP) : firstK.length;
  if (count === firstK.length) return { ids: firstK, probabilities };
  const ids = firstK.slice(0, count);
  return { ids, probabilities: softmax(ids, scores, temperature) };
}

/** Draws one token; exactly one number is taken from the generator, and none at temperature 0. */
export function sampleToken(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  random: Random,
  recent: ArrayLike<number> = [],
): number {
  const { ids, probabilities } = keptTokens(logits, settings, recent);
  if (settings.temperature === 0) return ids[0]!;
  let left = random.uniform();
  for (let i = 0; i < ids.length; i++) {
    left -= probabilities[i]!;
    if (left < 0) return ids[i]!;
  }
  return ids.at(-1)!; // the probabilities add up to a little less than 1
}

/** Positive logits are divided, negative ones multiplied; a token counts once however often it occurs. */
function penalised(logits: ArrayLike<number>, recent: ArrayLike<number>, penalty: number): Float64Array {
  const scores = Float64Array.from(logits);
  if (penalty === 1) return scores;
  for (const id of new Set(Array.from(recent))) {
    if (id >= 0 && id < scores.length) scores[id] = scores[id]! > 0 ? scores[id]! / penalty : scores[id]! * penalty;
  }
  return scores;
}

function allowedIds(scores: Float64Array): Int32Array {
  const ids = new Int32Array(scores.length);
  let count = 0;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id]!;
    if (Number.isNaN(score) || score === Infinity) throw new RangeError(`the logit of token ${id} is ${score}`);
    if (score > -Infinity) ids[count++] = id;
  }
  return ids.slice(0, count);
}

/** exp((score - best) / temperature), over its sum; `ids` begin with the best. */
function softmax(ids: Int32Array, scores: Float64Array, temperature: number): Float64Array {
  const best = scores[ids[0]!]!;
  const weights = Float64Array.from(ids, (id) => exponential((scores[id]! - best) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The smallest number of leading tokens whose probabilities reach `share`; the one that crosses it is kept. */
function nucleusSize(probabilities: Float64Array, share: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i]!;
    if (sum >= share) return i + 1;
  }
  return probabilities.length;
}
