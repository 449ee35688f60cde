/**
 * One step's forward and backward pass, two rows at a time: lane 0 works on the even rows of the batch, lane 1 on the odd ones.
 * The rows of a block go through one level of the network after another, so that many pairs are under way at any time.
 */
import { forEachPair, isHalf, ORDER, read, ROWS, weightAt, write, type Pass } from './block.ts';
import {
  access,
  clear,
  getLocal,
  i32Const,
  loadLane,
  loopEnd,
  loopStart,
  op,
  setLocal,
  type Code,
} from './bytecode.ts';
import type { Context, Level } from './context.ts';
import { compute, type Formula } from './elementary-code.ts';
import { addReduction, addWeightGradients } from './gradient-pass.ts';
import { addLoss, countOf } from './loss-pass.ts';
import { FunctionBody } from './module-builder.ts';
import { add, multiply } from './pair.ts';
import type { Steps } from './steps.ts';
import { backwardUnrolled, forwardUnrolled } from './unrolled-pass.ts';

/**
 * The pass: (order, rows) -> loss, sum of all gradients; leaves the gradients in memory.
 *
 * @param isUnrolled for batches of the largest size alone: see unrolled-pass.ts
 */
export function pairPass(context: Context, isUnrolled: boolean): FunctionBody {
  const body = new FunctionBody({ parameters: ['i32', 'i32'], results: ['f64', 'f64'] });
  const { layout, network, levels } = context;
  const [at, end, here, left] = [body.local('i32'), body.local('i32'), body.local('i32'), body.local('i32')];
  const totals = [0, 1, 2, 3].map(() => body.local('f64'));
  const pass: Pass = { ...context, body, at, end, here, isUnrolled, lossSum: body.local('f64'), totals };
  const isManyBlocks = network.largestBatch > 2 * layout.blockPairs;
  body.add(setLocal(left, getLocal(ROWS)));
  if (isManyBlocks) body.add(clear(layout.sums, layout.paddedCount * 16), loopStart);
  const most = i32Const(2 * layout.blockPairs);
  body.add(
    setLocal(here, op('select', most, getLocal(left), op('i32.gt_s', getLocal(left), most))),
    setLocal(end, op('i32.shl', op('i32.shr_s', op('i32.add', getLocal(here), i32Const(1)), i32Const(1)), i32Const(4))),
  );
  gather(pass);
  for (const level of levels) forward(pass, level);
  addLoss(pass);
  for (const level of levels.toReversed()) backward(pass, level);
  network.units.forEach((_, unit) => addWeightGradients(pass, unit, isManyBlocks));
  if (isManyBlocks) {
    body.add(setLocal(left, op('i32.sub', getLocal(left), most)), loopEnd(op('i32.gt_s', getLocal(left), i32Const(0))));
    addReduction(pass);
  }
  body.add(
    context.loss ? op('f64.div', getLocal(pass.lossSum), countOf(pass)) : getLocal(pass.lossSum),
    totals.map(getLocal).reduce((sum, total) => op('f64.add', sum, total)),
  );
  return body;
}

/** Brings inputs and targets of the block's rows into their columns. A last pair of one row has that row in both lanes. */
function gather(pass: Pass): void {
  const { body, network, layout, at } = pass;
  const { inputCount, outputs } = network;
  const [even, odd] = [body.local('i32'), body.local('i32')];
  const rowSize = i32Const(8 * (inputCount + outputs.length));
  const row = (offset: number) => op('i32.mul', access('i32.load', offset, getLocal(ORDER)), rowSize);
  const column = (i: number) =>
    loadLane(1, layout.table + 8 * i, getLocal(odd), access('v128.load64_zero', layout.table + 8 * i, getLocal(even)));
  forEachPair(pass, (steps) => {
    steps.do(
      setLocal(even, row(0)),
      setLocal(odd, op('select', getLocal(even), row(4), isHalf(pass))),
      setLocal(ORDER, op('i32.add', getLocal(ORDER), i32Const(8))),
    );
    for (let i = 0; i < inputCount; i++) steps.do(write(layout.nodes[i]!, at, column(i)));
    outputs.forEach((_, j) => steps.do(write(layout.targetPairs[j]!, at, column(inputCount + j))));
  });
  body.giveBack('i32', [even, odd]);
}

/** z of a level's units, then their activations. */
function forward(pass: Pass, level: Level): void {
  if (pass.isUnrolled) forwardUnrolled(pass, level);
  else forwardInLoop(pass, level);
  for (const group of level) {
    const { formula } = pass.activations[group[0]!]!;
    if (formula.length > 1) activate(pass, group, formula);
  }
}

function forwardInLoop(pass: Pass, level: Level): void {
  const { network, layout, activations, at } = pass;
  const { inputCount, units } = network;
  forEachPair(pass, (steps) => {
    const value = reader(steps, layout.nodes, at);
    for (const u of level.flat()) {
      const { bias, edges } = units[u]!;
      const start = bias === null ? steps.constant(0) : weightAt(pass, bias);
      const z = steps.keep(
        edges.reduce((sum, { source, weight }) => add(sum, multiply(value(source), weightAt(pass, weight))), start),
      );
      const { formula, needsSum } = activations[u]!;
      if (needsSum) steps.do(write(layout.preActivations[u]!, at, z));
      steps.do(write(layout.nodes[inputCount + u]!, at, formula.length === 1 ? compute(formula, steps, z) : z));
    }
  });
}

/** Reads a column's pair once, when it is first asked for. */
function reader(steps: Steps, columns: readonly number[], at: number): (index: number) => Code {
  const known = new Map<number, Code>();
  return (index) => {
    const value = known.get(index) ?? steps.keep(read(columns[index]!, at));
    known.set(index, value);
    return value;
  };
}

/** Replaces z by the activation in all columns of a group, which stand one after another. */
function activate(pass: Pass, group: readonly number[], formula: Formula): void {
  const { layout, network, at } = pass;
  const first = layout.nodes[network.inputCount + group[0]!]!;
  const end = i32Const(group.length * layout.blockPairs * 16);
  let given = 0;
  formula.forEach((stretch, i) => {
    const isLast = i === formula.length - 1;
    forEachPair(
      pass,
      (steps) => {
        const x = steps.keep(read(first, at));
        const kept = Array.from({ length: given }, (_, j) => steps.keep(read(layout.scratch[j]!, at)));
        const results = stretch(steps, x, kept);
        given = results.length;
        results.forEach((result, j) => {
          if (isLast) steps.do(write(first, at, result));
          else if (result !== kept[j]) steps.do(write(layout.scratch[j]!, at, result));
        });
      },
      end,
    );
  });
}

/** dz of a level's units. */
function backward(pass: Pass, level: Level): void {
  if (pass.isUnrolled) return backwardUnrolled(pass, level);
  const { network, layout, activations, at } = pass;
  const { inputCount, units, outputs } = network;
  forEachPair(pass, (steps) => {
    const slopeOf = reader(steps, layout.slopes, at);
    for (const u of level.flat()) {
      const node = inputCount + u;
      const output = outputs.indexOf(node);
      const terms = units[u]!.consumers.map(({ unit, weight }) => multiply(slopeOf(unit), weightAt(pass, weight)));
      if (output >= 0) terms.unshift(read(layout.targetPairs[output]!, at));
      const da = terms.length === 0 ? steps.constant(0) : terms.reduce((sum, term) => add(sum, term));
      const { slope, needsSum } = activations[u]!;
      const z = needsSum ? steps.keep(read(layout.preActivations[u]!, at)) : [];
      const dz = slope ? multiply(da, slope(steps, z, steps.keep(read(layout.nodes[node]!, at)))) : da;
      steps.do(write(layout.slopes[u]!, at, dz));
    }
  });
}
