/** Two numbers at a time of what `core/tensor/elementary.ts` gives for each: the same operations in the same order. */
import { ROUNDER, sigmoid, softening, tangent } from '../../tensor/elementary.ts';
import { i32Const, op, type Code } from './bytecode.ts';
import { absolute, add, and, atLeast, atMost, divide, isGreater, multiply, or, subtract } from './pair.ts';
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

/** c0 + c1 x + ... + c9 x^9, as both `logistic` and `logOnePlusExp` add it up. */
function polynomial(steps: Steps, x: Code, x2: Code, x4: Code, c: Coefficients): Code {
  const low = add(line(steps, x, c[0], c[1]), multiply(x2, line(steps, x, c[2], c[3])));
  const middle = add(line(steps, x, c[4], c[5]), multiply(x2, line(steps, x, c[6], c[7])));
  return add(low, multiply(x4, add(middle, multiply(x4, line(steps, x, c[8], c[9])))));
}
type Coefficients = typeof sigmoid.series | typeof softening.series;

/** r and 2^(exponent - n) for x = n ln 2 - r. */
function reduced(steps: Steps, x: Code, exponent: number): Code[] {
  const { stepsPerUnit, stepHigh, stepLow } = sigmoid;
  const rounder = steps.constant(ROUNDER + exponent);
  const rounded = steps.keep(subtract(rounder, multiply(x, steps.constant(stepsPerUnit))));
  const n = steps.keep(subtract(rounder, rounded));
  const rest = subtract(x, multiply(n, steps.constant(stepHigh)));
  return [subtract(multiply(n, steps.constant(stepLow)), rest), powerOfTwo(rounded)];
}

/** e^r - 1 in place of r. */
function growthNearZero(steps: Steps, r: Code): Code {
  const r2 = steps.keep(multiply(r, r));
  const r4 = steps.keep(multiply(r2, r2));
  return add(r, multiply(r2, polynomial(steps, r, r2, r4, sigmoid.series)));
}

/** @see logistic */
export const logisticFormula: Formula = [
  (steps, x) => {
    const [least, most] = sigmoid.limits;
    const limited = steps.keep(atLeast(atMost(x, steps.constant(most)), steps.constant(least)));
    return reduced(steps, limited, sigmoid.scaleExponent);
  },
  (steps, _, [r, s]) => [growthNearZero(steps, r!), s!],
  (steps, _, [p, s]) => {
    const scale = steps.constant(sigmoid.scale);
    return [divide(scale, add(add(scale, s!), multiply(s!, p!)))];
  },
];

/** @see logOnePlusExp */
export const softplusFormula: Formula = [
  (steps, x) => {
    const size = steps.keep(atMost(absolute(x), steps.constant(softening.limit)));
    return reduced(steps, size, softening.scaleExponent);
  },
  (steps, _, [r, s]) => {
    const p = growthNearZero(steps, r!);
    const e = steps.keep(multiply(add(s!, multiply(s!, p)), steps.constant(sigmoid.scale)));
    return [e, divide(e, add(steps.constant(2), e))];
  },
  (steps, x, [e, w]) => {
    const y = steps.keep(multiply(w!, w!));
    const y2 = steps.keep(multiply(y, y));
    const y4 = steps.keep(multiply(y2, y2));
    const tail = multiply(y, polynomial(steps, y, y2, y4, softening.series));
    const isPositive = isGreater(x, steps.constant(0));
    return [add(and(isPositive, x), subtract(e!, multiply(w!, subtract(e!, tail))))];
  },
];
