/**
 * What would make one token likelier next: d log p(token) / d parameter for every parameter of a language model, by the same
 * backward pass that trains it, from the one position that guesses what comes after the text.
 */
import type { Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import { windowStart } from '../training/writer.ts';
import { withoutParts, type Part } from './ablation.ts';

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
export function slopesOfToken(
  network: Network,
  parameters: Table<Float64Array>,
  { tokens, target, padding, off }: SteeringQuestion,
  kernels?: KernelSet,
): Slopes {
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
  plan.setParameters(withoutParts(network, parameters, off));
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
  plan.runThrough('forward', 'backward');
  const gradients = Object.fromEntries(
    [...plan.parameters].map(([id, { gradient, mask }]) => [
      id,
      Float64Array.from(gradient!, (slope, i) => (mask?.[i] === 0 ? 0 : 0 - slope)), // the loss is -log p
    ]),
  );
  return { logProbability: -plan.loss, gradients: withoutParts(network, gradients, off) };
}

/** The entries with the largest |gradient|, that first; equal ones in the order of the parameters. */
export function strongest(gradients: Table<Float64Array>, most: number): RankedEntry[] {
  const found: RankedEntry[] = [];
  let least = 0;
  for (const [id, values] of Object.entries(gradients)) {
    for (let index = 0; index < values.length; index++) {
      const size = Math.abs(values[index]!);
      if (size === 0 || (found.length === most && size <= least)) continue;
      const at = found.findIndex(({ gradient }) => Math.abs(gradient) < size);
      found.splice(at < 0 ? found.length : at, 0, { id, index, gradient: values[index]! });
      if (found.length > most) found.pop();
      least = Math.abs(found.at(-1)!.gradient);
    }
  }
  return found;
}

/** How strongly each tensor acts as a whole, the strongest first. */
export function tensorTotals(gradients: Table<Float64Array>): TensorTotal[] {
  return Object.entries(gradients)
    .map(([id, values]) => {
      let total = 0;
      let largest = 0;
      for (const value of values) {
        total += Math.abs(value);
        largest = Math.max(largest, Math.abs(value));
      }
      return { id, total, largest, count: values.length };
    })
    .sort((a, b) => b.total - a.total);
}
