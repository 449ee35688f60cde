/** What the parts of a pass share: a block of pairs of rows, and loops over it. */
import { access, getLocal, i32Const, loopEnd, loopStart, op, setLocal, type Code } from './bytecode.ts';
import type { Context } from './context.ts';
import type { FunctionBody } from './module-builder.ts';
import { Steps } from './steps.ts';

/** Parameters of the pass function: where the numbers of the step's rows stand, and how many there are. */
export const ORDER = 0;
export const ROWS = 1;

export const START = i32Const(0);

export interface Pass extends Context {
  readonly body: FunctionBody;
  /** Offset of the pair in work from the start of each column (i32). */
  readonly at: number;
  /** Where the block's last pair ends (i32). */
  readonly end: number;
  /** Rows of the block (i32). */
  readonly here: number;
  /** Whether the batch is as large as any, one block, and its pairs are written out one beside the other: see unrolled-pass.ts. */
  readonly isUnrolled: boolean;
  /** Sum of the loss's terms (f64). */
  readonly lossSum: number;
  /** Together the sum of all gradients, finite only where each is (f64): several, since each addition waits for the last. */
  readonly totals: readonly number[];
}

/** A column's pair at the offset in local `at`. */
export const read = (address: number, at: number): Code => access('v128.load', address, getLocal(at));
export const write = (address: number, at: number, value: Code): Code =>
  access('v128.store', address, getLocal(at), value);
/** Pair number `pair` of a column. */
export const readPair = (address: number, pair: number): Code => access('v128.load', address + 16 * pair, START);
export const writePair = (address: number, pair: number, value: Code): Code =>
  access('v128.store', address + 16 * pair, START, value);
/** A weight in both lanes. */
export const weightAt = ({ layout }: Context, index: number): Code =>
  access('v128.load', layout.doubled + 16 * index, START);

/** Repeats for every pair of the block, or up to another end; constants are read once, ahead of the loop. */
export function forEachPair(pass: Pass, statements: (steps: Steps) => void, end: Code | null = null): void {
  const { body, pool, at, layout } = pass;
  const before = new Steps(body, pool);
  const steps = new Steps(body, pool, before);
  statements(steps);
  // A block of one pair is no loop.
  const isLoop = end !== null || layout.blockPairs > 1;
  const next = [
    setLocal(at, op('i32.add', getLocal(at), i32Const(16))),
    loopEnd(op('i32.lt_s', getLocal(at), end ?? getLocal(pass.end))),
  ];
  body.add(...before.statements, setLocal(at, i32Const(0)));
  body.add(...(isLoop ? [loopStart, ...steps.statements, ...next] : steps.statements));
  steps.end();
  before.end();
}

/** Whether the pair in work has only one row: it is the last, of an odd number of rows. */
export function isHalf({ here, at, end }: Pass): Code {
  const isLast = op('i32.eq', op('i32.add', getLocal(at), i32Const(16)), getLocal(end));
  return op('i32.and', op('i32.and', getLocal(here), i32Const(1)), isLast);
}
