/** What follows a pass: checking its gradients, moving the parameters, and the loop over steps. */
import {
  access,
  call,
  extractLane,
  f64Const,
  getLocal,
  i32Const,
  ifElse,
  ifThen,
  joinLanes,
  loopEnd,
  loopStart,
  op,
  setLocal,
  type Code,
} from './bytecode.ts';
import type { Context } from './context.ts';
import { FunctionBody } from './module-builder.ts';
import { add, choose } from './pair.ts';
import { Steps } from './steps.ts';
import type { UpdateCode } from './update-code.ts';

/** x - x is 0 for finite numbers and NaN for the others. */
const isFinite = (x: Code): Code => op('f64.eq', op('f64.sub', x, x), f64Const(0));

const advance = (local: number, by: number): Code => setLocal(local, op('i32.add', getLocal(local), i32Const(by)));

/** Four parameters at a time, as two pairs: from their offset to twice 16 bytes. */
const OFFSETS = [0, 16] as const;

/** Repeats for every four parameters of the block. */
const forAllParameters = ({ layout }: Context, at: number, ...statements: readonly Code[]): Code[] => [
  setLocal(at, i32Const(0)),
  loopStart,
  ...statements,
  advance(at, 32),
  loopEnd(op('i32.lt_s', getLocal(at), i32Const(layout.paddedCount * 8))),
];

/** () -> 1 when every gradient is finite, else 0. */
export function gradientCheck({ layout }: Context): FunctionBody {
  const body = new FunctionBody({ parameters: [], results: ['i32'] });
  const at = body.local('i32');
  const gradient = access('f64.load', layout.gradients, getLocal(at));
  body.add(
    loopStart,
    ifThen(op('i32.eqz', isFinite(gradient)), [...i32Const(0), ...op('return')]),
    advance(at, 8),
    loopEnd(op('i32.lt_s', getLocal(at), i32Const(layout.paddedCount * 8))),
    i32Const(1),
  );
  return body;
}

const sumOfLanes = (pair: Code): Code => op('f64.add', extractLane(0, pair), extractLane(1, pair));

/** (address of the step's numbers) -> 1 when every parameter is finite afterwards; moves all of them, two at a time. */
export function updateFunction(context: Context, update: UpdateCode, isRegularised: boolean): FunctionBody {
  const { layout, network, pool } = context;
  const body = new FunctionBody({ parameters: ['i32'], results: ['i32'] });
  const before = new Steps(body, pool);
  const number = (i: number) => before.keep(access('v128.load64_splat', 8 * i, getLocal(0)));
  const regularisation = isRegularised ? { decay: number(0), l1: number(1) } : null;
  const numbers = Array.from({ length: update.count }, (_, i) => number(2 + i));
  const at = body.local('i32');
  const sums = OFFSETS.map(() => body.local('v128'));
  const all = OFFSETS.flatMap((offset, i) => {
    const steps = new Steps(body, pool, before);
    const read = (start: number) => steps.keep(access('v128.load', start + offset, getLocal(at)));
    const w = read(layout.values);
    const slots = layout.slots.map(read);
    const moved = update.move(steps, { w, gradient: read(layout.gradients), slots, numbers, regularisation });
    const moving = network.held ? read(layout.moving) : null;
    const unlessHeld = (value: Code, old: Code) => steps.keep(moving ? choose(moving, value, old) : value);
    const write = (start: number, value: Code) => steps.do(access('v128.store', start + offset, getLocal(at), value));
    const value = unlessHeld(moved.w, w);
    write(layout.values, value);
    layout.slots.forEach((start, i) => write(start, unlessHeld(moved.slots[i]!, slots[i]!)));
    const double = op('i32.shl', getLocal(at), i32Const(1));
    const to = layout.doubled + 2 * offset;
    steps.do(access('v128.store', to, double, joinLanes(0, value, 0, value)));
    steps.do(access('v128.store', to + 16, double, joinLanes(1, value, 1, value)));
    steps.do(setLocal(sums[i]!, add(getLocal(sums[i]!), value)));
    steps.end();
    return steps.statements;
  });
  const loop = forAllParameters(context, at, ...all);
  body.add(...before.statements, ...loop, isFinite(sumOfLanes(add(getLocal(sums[0]!), getLocal(sums[1]!)))));
  return body;
}

/** Numbers of the functions that a step calls. */
export interface StepFunctions {
  readonly pass: number;
  /** For batches of the largest size; null = `pass` serves them too. */
  readonly fullPass: number | null;
  readonly check: number;
  /** One with code here: plain, and with regularisation; or one that is called. */
  readonly update: { readonly plain: number; readonly regularised: number } | { readonly called: number };
}

/**
 * (steps, bytes from one step's numbers to the next's, whether all regularisation is off and all parameters are finite, whether
 * something is done around each update) -> how many steps were done; stops before the update of a step whose loss or gradients
 * are not finite.
 */
export function trainFunction(
  { layout, calls, network }: Context,
  { pass, fullPass, check, update }: StepFunctions,
): FunctionBody {
  const body = new FunctionBody({ parameters: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [count, stride, isPlain, isAround] = [0, 1, 2, 3];
  const integer = () => body.local('i32');
  const [done, order, rows, numbers] = [integer(), integer(), integer(), integer()];
  const [loss, total] = [body.local('f64'), body.local('f64')];
  const stop = [...getLocal(done), ...op('return')];
  const run = (number: number): Code => [
    ...[...call(number, getLocal(order), getLocal(rows)), ...setLocal(total, []), ...setLocal(loss, [])],
  ];
  const isFull = op('i32.eq', getLocal(rows), i32Const(network.largestBatch));
  const quarter = op('i32.shl', getLocal(done), i32Const(2));
  const moved =
    'called' in update
      ? call(update.called, getLocal(done))
      : ifElse(getLocal(isPlain), setLocal(isPlain, call(update.plain, getLocal(numbers))), [
          ...[...call(update.regularised, getLocal(numbers)), ...op('drop')],
        ]);
  body.add(
    setLocal(order, i32Const(layout.order)),
    setLocal(numbers, i32Const(layout.numbers)),
    loopStart,
    setLocal(rows, access('i32.load', layout.rowCounts, quarter)),
    fullPass === null ? run(pass) : ifElse(isFull, run(fullPass), run(pass)),
    access('f64.store', layout.losses, op('i32.shl', getLocal(done), i32Const(3)), getLocal(loss)),
    ifThen(op('i32.eqz', isFinite(getLocal(loss))), stop),
    // A sum can overflow where none of the gradients does: then each is looked at.
    ifThen(op('i32.eqz', isFinite(getLocal(total))), ifThen(op('i32.eqz', call(check)), stop)),
    ifThen(getLocal(isAround), ifThen(op('i32.eqz', call(calls.before)), stop)),
    moved,
    ifThen(getLocal(isAround), call(calls.after)),
    setLocal(order, op('i32.add', getLocal(order), op('i32.shl', getLocal(rows), i32Const(2)))),
    setLocal(numbers, op('i32.add', getLocal(numbers), getLocal(stride))),
    advance(done, 1),
    loopEnd(op('i32.lt_s', getLocal(done), getLocal(count))),
    getLocal(done),
  );
  return body;
}
