/** Arithmetic on two doubles at once, as expressions: each lane gets exactly what one double would. */
import { op, type Code } from './bytecode.ts';

export const add = (a: Code, b: Code): Code => op('f64x2.add', a, b);
export const subtract = (a: Code, b: Code): Code => op('f64x2.sub', a, b);
export const multiply = (a: Code, b: Code): Code => op('f64x2.mul', a, b);
export const divide = (a: Code, b: Code): Code => op('f64x2.div', a, b);
export const squareRoot = (a: Code): Code => op('f64x2.sqrt', a);
export const absolute = (a: Code): Code => op('f64x2.abs', a);
export const splat = (value: Code): Code => op('f64x2.splat', value);
/** x > limit ? limit : x; keeps NaN */
export const atMost = (x: Code, limit: Code): Code => op('f64x2.pmin', x, limit);
/** x < limit ? limit : x; keeps NaN */
export const atLeast = (x: Code, limit: Code): Code => op('f64x2.pmax', x, limit);
export const and = (a: Code, b: Code): Code => op('v128.and', a, b);
export const or = (a: Code, b: Code): Code => op('v128.or', a, b);

/** All bits of a lane set where it holds, else none: a mask. */
export const isGreater = (a: Code, b: Code): Code => op('f64x2.gt', a, b);
export const unequal = (a: Code, b: Code): Code => op('f64x2.ne', a, b);
export const choose = (mask: Code, yes: Code, no: Code): Code => op('v128.bitselect', yes, no, mask);
