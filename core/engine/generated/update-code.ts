/** Optimizers for two parameters at a time, bit for bit as `core/optim/optimizers` moves each. */
import type { Optimizer } from '../../optim/optimizers/optimizer.ts';
import { optimizers } from '../../optim/optimizers/registry.ts';
import { integerPower } from '../../tensor/integer-power.ts';
import type { Code } from './bytecode.ts';
import { add, choose, divide, isGreater, multiply, squareRoot, subtract } from './pair.ts';
import type { Steps } from './steps.ts';

export type Settings = Readonly<Record<string, number>>;

export interface UpdateCode {
  /** How many numbers a step's update asks for. */
  readonly count: number;
  /** Whether they differ from step to step although the settings do not. */
  readonly changes: boolean;
  /** Writes them into `into` from `at` on, computed as the optimizer computes them. */
  readonly write: (settings: Settings, rate: number, step: number, into: Float64Array, at: number) => void;
  readonly move: (steps: Steps, given: Parameters) => Moved;
}

/** Two parameters before an update. */
export interface Parameters {
  readonly w: Code;
  readonly gradient: Code;
  readonly slots: readonly Code[];
  /** Those of the step, each in both lanes. */
  readonly numbers: readonly Code[];
  /** Adds what regularisation adds to a gradient; null where all of it is off. */
  readonly regularisation: Regularisation | null;
}

export interface Regularisation {
  readonly decay: Code;
  readonly l1: Code;
}

export interface Moved {
  readonly w: Code;
  readonly slots: readonly Code[];
}

/**
 * g + decay w + l1 sign(w). Where all regularisation is off this is g: w is finite, and a sum over rows is never -0, the only
 * number that adding 0 changes.
 *
 * @see regularised in core/optim/optimizers
 */
function regularised(steps: Steps, gradient: Code, w: Code, given: Regularisation | null): Code {
  if (!given) return gradient;
  const zero = steps.constant(0);
  const sign = choose(isGreater(w, zero), steps.constant(1), choose(isGreater(zero, w), steps.constant(-1), w));
  return add(add(gradient, multiply(given.decay, w)), multiply(given.l1, sign));
}

const sgd: UpdateCode = {
  count: 1,
  changes: false,
  write: (_, rate, _step, into, at) => {
    into[at] = rate;
  },
  move: (steps, { w, gradient, numbers: [rate], regularisation }) => ({
    w: subtract(w, multiply(rate!, regularised(steps, gradient, w, regularisation))),
    slots: [],
  }),
};

const momentum: UpdateCode = {
  count: 2,
  changes: false,
  write: ({ momentum = 0 }, rate, _, into, at) => {
    into[at] = rate;
    into[at + 1] = momentum;
  },
  move: (steps, { w, gradient, slots: [velocity], numbers: [rate, kept], regularisation }) => {
    const g = regularised(steps, gradient, w, regularisation);
    const v = steps.keep(add(multiply(kept!, velocity!), g));
    return { w: subtract(w, multiply(rate!, v)), slots: [v] };
  },
};

const nesterov: UpdateCode = {
  ...momentum,
  move: (steps, { w, gradient, slots: [velocity], numbers: [rate, kept], regularisation }) => {
    const g = steps.keep(regularised(steps, gradient, w, regularisation));
    const v = steps.keep(add(multiply(kept!, velocity!), g));
    return { w: subtract(w, multiply(rate!, add(g, multiply(kept!, v)))), slots: [v] };
  },
};

/** @see adamUpdate in core/optim/optimizers */
const adam = (isDecoupled: boolean): UpdateCode => ({
  count: 8,
  changes: true,
  write: ({ beta1 = 0, beta2 = 0, epsilon = 0, weightDecay = 0 }, rate, step, into, at) => {
    into[at] = rate / (1 - integerPower(beta1, step));
    into[at + 1] = Math.sqrt(1 - integerPower(beta2, step));
    into[at + 2] = beta1;
    into[at + 3] = 1 - beta1;
    into[at + 4] = beta2;
    into[at + 5] = 1 - beta2;
    into[at + 6] = epsilon;
    into[at + 7] = 1 - rate * weightDecay;
  },
  move: (steps, { w, gradient, slots: [mean, square], numbers, regularisation }) => {
    const [stepSize, correction, beta1, rest1, beta2, rest2, epsilon, shrink] = numbers as Numbers8;
    const kept = isDecoupled && regularisation ? multiply(w, shrink) : w;
    const added = regularisation && isDecoupled ? { ...regularisation, decay: steps.constant(0) } : regularisation;
    const g = steps.keep(regularised(steps, gradient, w, added));
    const m = steps.keep(add(multiply(beta1, mean!), multiply(rest1, g)));
    const v = steps.keep(add(multiply(beta2, square!), multiply(multiply(rest2, g), g)));
    const size = add(divide(squareRoot(v), correction), epsilon);
    return { w: subtract(kept, divide(multiply(stepSize, m), size)), slots: [m, v] };
  },
});
type Numbers8 = readonly [Code, Code, Code, Code, Code, Code, Code, Code];

const written = new Map<Optimizer, UpdateCode>([
  [optimizers.sgd, sgd],
  [optimizers.momentum, momentum],
  [optimizers.nesterov, nesterov],
  [optimizers.adam, adam(false)],
  [optimizers.adamw, adam(true)],
]);

/** null for an optimizer without code here, whose own `update` is then called. */
export const writtenUpdate = (optimizer: Optimizer): UpdateCode | null => written.get(optimizer) ?? null;
