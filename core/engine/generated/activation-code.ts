/**
 * Activations for two rows at once, bit for bit what `core/nn/activations` gives for each row. Those without a formula here are
 * called, lane by lane.
 */
import type { Activation } from '../../nn/activations/activation.ts';
import { activations } from '../../nn/activations/registry.ts';
import { call, extractLane, replaceLane, type Code } from './bytecode.ts';
import { compute, logisticFormula, softplusFormula, tangentFormula, type Formula } from './elementary-code.ts';
import { add, and, choose, isGreater, multiply, splat, subtract, unequal } from './pair.ts';
import type { Steps } from './steps.ts';

export interface ActivationCode {
  /** a of z; one stretch when it is a matter of a few instructions. */
  readonly formula: Formula;
  /** The slope at z, where the activation is a; null = 1 everywhere. */
  readonly slope: ((steps: Steps, z: Code, a: Code) => Code) | null;
  /** Whether the slope asks for z, which must then be kept. */
  readonly needsSum: boolean;
}

const LEAKY_SLOPE = 0.01;
const isPositive = (steps: Steps, x: Code): Code => isGreater(x, steps.constant(0));

/** Those with a formula of their own, by the registry's object. */
const written = new Map<Activation, ActivationCode>([
  [activations.linear, { formula: [(_, z) => [z]], slope: null, needsSum: false }],
  [
    activations.relu,
    {
      // z > 0 ? z : z === z ? 0 : z
      formula: [(steps, z) => [choose(isPositive(steps, z), z, and(unequal(z, z), z))]],
      slope: (steps, _, a) => and(isPositive(steps, a), steps.constant(1)),
      needsSum: false,
    },
  ],
  [
    activations.leakyRelu,
    {
      formula: [(steps, z) => [choose(isPositive(steps, z), z, multiply(steps.constant(LEAKY_SLOPE), z))]],
      slope: (steps, _, a) => choose(isPositive(steps, a), steps.constant(1), steps.constant(LEAKY_SLOPE)),
      needsSum: false,
    },
  ],
  [
    activations.tanh,
    {
      formula: tangentFormula,
      slope: (steps, _, a) => subtract(steps.constant(1), multiply(a, a)),
      needsSum: false,
    },
  ],
  [
    activations.sigmoid,
    {
      formula: logisticFormula,
      slope: (steps, _, a) => multiply(a, subtract(steps.constant(1), a)),
      needsSum: false,
    },
  ],
  [
    activations.softplus,
    { formula: softplusFormula, slope: (steps, z) => compute(logisticFormula, steps, z), needsSum: true },
  ],
  [
    activations.silu,
    {
      formula: [
        ...logisticFormula.slice(0, -1),
        (steps, z, given) => logisticFormula.at(-1)!(steps, z, given).map((s) => multiply(z, s)),
      ],
      slope: (steps, z) => {
        const s = steps.keep(compute(logisticFormula, steps, z));
        return add(s, multiply(multiply(z, s), subtract(steps.constant(1), s)));
      },
      needsSum: true,
    },
  ],
]);

export const writtenActivation = (activation: Activation): ActivationCode | undefined => written.get(activation);

/** Calls out for each lane. @param forward, derivative numbers of the imported functions */
export function calledActivation(forward: number, derivative: number): ActivationCode {
  const lanes = (value: (lane: number) => Code) => replaceLane(1, splat(value(0)), value(1));
  return {
    formula: [(_, z) => [lanes((lane) => call(forward, extractLane(lane, z)))]],
    slope: (_, z, a) => lanes((lane) => call(derivative, extractLane(lane, z), extractLane(lane, a))),
    needsSum: true,
  };
}
