/** Two numbers at a time of what `core/tensor/elementary.ts` gives for each: the same operations in the same order. */
import { ROUNDER, sigmoid, tangent } from '../../tensor/elementary.ts';
import { i32Const, op, type Code } from './bytecode.ts';
import { absolute, add, and, atLeast, atMost, divide, multiply, or, subtract } from './pair.ts';
import type { Steps } from './steps.ts';

/**
 * A stretch of a long formula: computes some pairs of x and of what the stretch before gave; the last gives the result alone.
 *
 * A processor looks ahead over some 200 instructions, which is less than a chain of dependent ones needs to keep it busy. So
 * a formula for many numbers is worked out stretch by stretch, each for all of them, and no chain is long.
 */
export type Stretch = (steps: Steps, x: Code, given: readonly Code[]) => Code[];
export type Formula = readonly Stretch[];

/** All stretches at once. */
export function compute(formula: Formula, steps: Steps, x: Code): Code {
  let given: Code[] = [];
  for (const stretch of formula)
    given = stretch(
      steps,
      x,
      given.map((code) => steps.keep(code)),
    );
  return given[0]!;
}

/** 2^-n, whose exponent the lowest bits of ROUNDER - n are. */
const powerOfTwo = (rounded: Code): Code => op('i64x2.shl', rounded, i32Const(52));

/** c0 + x c1 */
const line = (steps: Steps, x: Code, c0: number, c1: number): Code =>
  add(steps.constant(c0), multiply(x, steps.constant(c1)));

/** @see hyperbolicTangent */
export const tangentFormula: Formula = [
  (steps, x) => {
    const size = steps.keep(atMost(absolute(x), steps.constant(tangent.limit)));
    const rounder = steps.constant(ROUNDER);
    const rounded = steps.keep(subtract(rounder, multiply(size, steps.constant(tangent.stepsPerUnit))));
    const n = subtract(rounder, rounded);
    return [subtract(size, multiply(n, steps.constant(tangent.step))), powerOfTwo(rounded)];
  },
  (steps, _, [h, s]) => {
    const [r0, r1, r2, r3, r4, r5] = tangent.series;
    const y = steps.keep(multiply(h!, h!));
    const y2 = steps.keep(multiply(y, y));
    const tail = add(line(steps, y, r2, r3), multiply(y2, line(steps, y, r4, r5)));
    const r = add(line(steps, y, r0, r1), multiply(y2, tail));
    return [add(h!, multiply(multiply(h!, y), r)), s!];
  },
  (steps, x, [t, s]) => {
    const one = steps.constant(1);
    const u = steps.keep(add(one, s!));
    const v = steps.keep(subtract(one, s!));
    const close = steps.keep(multiply(v, v));
    const upper = add(multiply(t!, subtract(u, multiply(close, v))), multiply(v, multiply(s!, s!)));
    const result = add(close, divide(upper, add(u, multiply(t!, v))));
    return [or(result, and(x, steps.constant(-0)))];
  },
];

/** @see logistic */
export const logisticFormula: Formula = [
  (steps, x) => {
    const { limits, stepsPerUnit, stepHigh, stepLow, scaleExponent } = sigmoid;
    const limited = steps.keep(atLeast(atMost(x, steps.constant(limits[1])), steps.constant(limits[0])));
    const rounder = steps.constant(ROUNDER + scaleExponent);
    const rounded = steps.keep(subtract(rounder, multiply(limited, steps.constant(stepsPerUnit))));
    const n = steps.keep(subtract(rounder, rounded));
    const rest = subtract(limited, multiply(n, steps.constant(stepHigh)));
    return [subtract(multiply(n, steps.constant(stepLow)), rest), powerOfTwo(rounded)];
  },
  (steps, _, [r, s]) => {
    const [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9] = sigmoid.series;
    const r2 = steps.keep(multiply(r!, r!));
    const r4 = steps.keep(multiply(r2, r2));
    const low = add(line(steps, r!, c0, c1), multiply(r2, line(steps, r!, c2, c3)));
    const middle = add(line(steps, r!, c4, c5), multiply(r2, line(steps, r!, c6, c7)));
    const high = add(middle, multiply(r4, line(steps, r!, c8, c9)));
    return [add(r!, multiply(r2, add(low, multiply(r4, high)))), s!];
  },
  (steps, _, [p, s]) => {
    const scale = steps.constant(sigmoid.scale);
    return [divide(scale, add(add(scale, s!), multiply(s!, p!)))];
  },
];
