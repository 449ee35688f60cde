/**
 * What would make one token likelier next: d log p(token) / d parameter for every parameter of a language model, by the same
 * backward pass that trains it, from the one position that guesses what comes after the text.
 */
import type { Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import { finish } from '../text/steps.ts';
import type { InTurns } from '../training/retrace.ts';
import { windowStart } from '../training/writer.ts';
import { withoutParts, type Part } from './ablation.ts';
import { atShare } from './at-share.ts';

/** Shares of the way to the slopes, as they are on a model of millions of parameters. */
const [PREPARED, PASSED_FORWARD, PASSED_BACK] = [0.1, 0.4, 0.9];

export interface SteeringQuestion {
  /** At least one token. */
  readonly tokens: readonly number[];
  /** The token that should be likelier. */
  readonly target: number;
  /** What stands before a text where the network needs a full window. */
  readonly padding: number;
  /** Parts of the model that are switched off. */
  readonly off: readonly Part[];
}

export interface Slopes {
  readonly logProbability: number;
  /** d log p / d parameter, by parameter id. */
  readonly gradients: Table<Float64Array>;
}

/** One number of a parameter and how strongly it acts. */
export interface RankedEntry {
  readonly id: string;
  readonly index: number;
  readonly gradient: number;
}

export interface TensorTotal {
  readonly id: string;
  /** Σ |d log p / d entry| */
  readonly total: number;
  readonly largest: number;
  readonly count: number;
}

/** @throws RangeError when there is no text, or no such token */
export const slopesOfToken = (
  network: Network,
  parameters: Table<Float64Array>,
  question: SteeringQuestion,
  kernels?: KernelSet,
): Slopes => finish(slopesInTurns(network, parameters, question, kernels));

/** The same an op at a time; yields the share that is done. @throws RangeError as `slopesOfToken` */
export function* slopesInTurns(
  network: Network,
  parameters: Table<Float64Array>,
  { tokens, target, padding, off }: SteeringQuestion,
  kernels?: KernelSet,
): InTurns<Slopes> {
  const { input, vocabulary, context, outputPositions } = network.text!;
  if (tokens.length === 0) throw new RangeError('There is no text to go on from. Give at least one token.');
  if (target < 0 || target >= vocabulary) {
    throw new RangeError(`Token ${target} is not among the ${vocabulary} of the vocabulary.`);
  }
  const plan = new Plan(network.graph, {
    largestBatch: 1,
    objective: { kind: 'classes' },
    learning: { slots: [], rule: { of: slopesOfToken, run: () => undefined } },
    keepsValues: false,
    ...(kernels && { kernels }),
  });
  yield 0;
  plan.setParameters(withoutParts(network, parameters, off));
  yield PREPARED;
  const targets = plan.targets as Int32Array;
  targets.fill(IGNORED);
  const ids = plan.idsOf(input);
  if (outputPositions === 1) {
    for (let i = 0; i < context; i++) ids[i] = tokens[tokens.length - context + i] ?? padding;
    targets[0] = target;
  } else {
    const start = windowStart(tokens.length, context);
    ids.fill(0);
    ids.set(tokens.slice(start));
    targets[tokens.length - start - 1] = target;
  }
  yield* atShare(plan.forwardInTurns(), PREPARED);
  plan.run('loss');
  yield* atShare(plan.backwardInTurns(), PASSED_FORWARD);
  const gradients: Record<string, Float64Array> = {};
  for (const [id, { gradient, mask }] of plan.parameters) {
    const slopes = new Float64Array(gradient!.length);
    // The loss is -log p.
    for (let i = 0; i < slopes.length; i++) slopes[i] = mask?.[i] === 0 ? 0 : 0 - gradient![i]!;
    gradients[id] = slopes;
    yield PASSED_BACK;
  }
  return { logProbability: -plan.loss, gradients: withoutParts(network, gradients, off) };
}

/** The entries with the largest |gradient|, that first; equal ones in the order of the parameters. */
export const strongest = (gradients: Table<Float64Array>, most: number): readonly RankedEntry[] =>
  finish(rankInTurns(gradients, most)).entries;

/** How strongly each tensor acts as a whole, the strongest first. */
export const tensorTotals = (gradients: Table<Float64Array>): readonly TensorTotal[] =>
  finish(rankInTurns(gradients, 0)).tensors;

/** Both, a tensor at a time: millions of parameters take long to go through. @param most entries */
export function* rankInTurns(
  gradients: Table<Float64Array>,
  most: number,
): Generator<void, { readonly entries: readonly RankedEntry[]; readonly tensors: readonly TensorTotal[] }, void> {
  const entries: RankedEntry[] = [];
  const tensors: TensorTotal[] = [];
  let least = 0;
  for (const [id, values] of Object.entries(gradients)) {
    let total = 0;
    let largest = 0;
    for (let index = 0; index < values.length; index++) {
      const size = Math.abs(values[index]!);
      total += size;
      largest = Math.max(largest, size);
      if (size === 0 || (entries.length === most && size <= least)) continue;
      const at = entries.findIndex(({ gradient }) => Math.abs(gradient) < size);
      entries.splice(at < 0 ? entries.length : at, 0, { id, index, gradient: values[index]! });
      if (entries.length > most) entries.pop();
      least = most === 0 ? Infinity : Math.abs(entries.at(-1)!.gradient);
    }
    tensors.push({ id, total, largest, count: values.length });
    yield;
  }
  return { entries, tensors: tensors.sort((a, b) => b.total - a.total) };
}
