/**
 * One step's forward and backward pass, two rows at a time: lane 0 works on the even rows of the batch, lane 1 on the odd ones.
 * The rows of a block go through one level of the network after another, so that many pairs are under way at any time.
 */
import {
  access,
  call,
  clear,
  extractLane,
  f64x2Const,
  getLocal,
  i32Const,
  loadLane,
  loopEnd,
  loopStart,
  op,
  setLocal,
  storeLane,
  type Code,
} from './bytecode.ts';
import type { Context, Level } from './context.ts';
import { compute, type Formula } from './elementary-code.ts';
import { FunctionBody } from './module-builder.ts';
import { add, and, multiply, splat } from './pair.ts';
import { Steps } from './steps.ts';

/** In the pass function: address of the step's row addresses, and how many rows it has. */
const ORDER = 0;
const ROWS = 1;
const START = i32Const(0);
/** Weight gradients that are summed up at once: as many as there are registers to spare. */
const SUMS_AT_ONCE = 11;

interface Pass extends Context {
  readonly body: FunctionBody;
  /** Offset of the pair in work from the start of each column (i32). */
  readonly at: number;
  /** Where the block's last pair ends (i32). */
  readonly end: number;
  /** Rows of the block (i32). */
  readonly here: number;
  /** Sum of the loss's terms (f64). */
  readonly lossSum: number;
  /** Sum of all gradients: finite only where each is (f64). */
  readonly total: number;
}

/** The pass: (order, rows) -> loss, sum of all gradients; leaves the gradients in memory. */
export function pairPass(context: Context): FunctionBody {
  const body = new FunctionBody({ parameters: ['i32', 'i32'], results: ['f64', 'f64'] });
  const { layout, network, levels } = context;
  const [at, end, here, left] = [body.local('i32'), body.local('i32'), body.local('i32'), body.local('i32')];
  const pass: Pass = { ...context, body, at, end, here, lossSum: body.local('f64'), total: body.local('f64') };
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
  lossOf(pass);
  for (const level of levels.toReversed()) backward(pass, level);
  network.units.forEach((_, unit) => weightGradients(pass, unit, isManyBlocks));
  if (isManyBlocks) {
    body.add(setLocal(left, op('i32.sub', getLocal(left), most)), loopEnd(op('i32.gt_s', getLocal(left), i32Const(0))));
    addReduction(pass);
  }
  body.add(
    context.loss ? op('f64.div', getLocal(pass.lossSum), countOf(pass)) : getLocal(pass.lossSum),
    getLocal(pass.total),
  );
  return body;
}

/** Number of the loss's terms. */
const countOf = ({ network }: Context): Code =>
  op('f64.convert_i32_s', op('i32.mul', getLocal(ROWS), i32Const(network.outputs.length)));

const read = (address: number, at: number): Code => access('v128.load', address, getLocal(at));
const write = (address: number, at: number, value: Code): Code => access('v128.store', address, getLocal(at), value);
const weightAt = ({ layout }: Context, index: number): Code => access('v128.load', layout.doubled + 16 * index, START);

/** Repeats for every pair of the block, or up to another end; constants are read once, ahead of the loop. */
function forEachPair(pass: Pass, statements: (steps: Steps) => void, end = getLocal(pass.end)): void {
  const { body, pool, at } = pass;
  const before = new Steps(body, pool);
  const steps = new Steps(body, pool, before);
  statements(steps);
  body.add(
    ...before.statements,
    setLocal(at, i32Const(0)),
    loopStart,
    ...steps.statements,
    setLocal(at, op('i32.add', getLocal(at), i32Const(16))),
    loopEnd(op('i32.lt_s', getLocal(at), end)),
  );
  steps.end();
  before.end();
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

/** Whether the pair in work has only one row: it is the last, of an odd number of rows. */
function isHalf({ here, at, end }: Pass): Code {
  const isLast = op('i32.eq', op('i32.add', getLocal(at), i32Const(16)), getLocal(end));
  return op('i32.and', op('i32.and', getLocal(here), i32Const(1)), isLast);
}

/** z of a level's units, then their activations. */
function forward(pass: Pass, level: Level): void {
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
  for (const group of level) {
    const { formula } = activations[group[0]!]!;
    if (formula.length > 1) activate(pass, group, formula);
  }
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

/** The loss of the block, and the gradient at each output in place of its target. */
function lossOf(pass: Pass): void {
  const { body, network, layout, loss, lossSum, at } = pass;
  if (!loss) return calledLoss(pass);
  const count = body.local('v128');
  body.add(setLocal(count, splat(countOf(pass))));
  forEachPair(pass, (steps) => {
    const isPresent = steps.keep(presence(pass));
    const terms = network.outputs.map((node, j) => {
      const output = steps.keep(read(layout.nodes[node]!, at));
      const target = steps.keep(read(layout.targetPairs[j]!, at));
      const { term, gradient } = loss.terms(steps, output, target, getLocal(count));
      steps.do(write(layout.targetPairs[j]!, at, and(isPresent, gradient)));
      return steps.keep(and(isPresent, term));
    });
    for (const lane of [0, 1]) {
      for (const term of terms) {
        steps.do(setLocal(lossSum, op('f64.add', getLocal(lossSum), extractLane(lane, term))));
      }
    }
  });
  body.giveBack('v128', [count]);
}

/** All bits of the lanes that hold a row of the batch: both, but for the last pair of an odd number of rows. */
const presence = (pass: Pass): Code =>
  access('v128.load', pass.layout.masks, op('select', i32Const(16), i32Const(32), isHalf(pass)));

/** Lays outputs and targets out row after row, calls the loss, and takes its gradients back. */
function calledLoss(pass: Pass): void {
  const { body, network, layout, calls, lossSum, at } = pass;
  const width = 8 * network.outputs.length;
  const row = body.local('i32'); // bytes from the start of the rows
  const next = setLocal(row, op('i32.add', getLocal(row), i32Const(2 * width)));
  body.add(setLocal(row, i32Const(0)));
  forEachPair(pass, (steps) => {
    network.outputs.forEach((node, j) => {
      const output = steps.keep(read(layout.nodes[node]!, at));
      const target = steps.keep(read(layout.targetPairs[j]!, at));
      for (const lane of [0, 1]) {
        steps.do(storeLane(lane, layout.outputs + 8 * j + lane * width, getLocal(row), output));
        steps.do(storeLane(lane, layout.targets + 8 * j + lane * width, getLocal(row), target));
      }
    });
    steps.do(next);
  });
  body.add(setLocal(lossSum, call(calls.loss, getLocal(ROWS))), setLocal(row, i32Const(0)));
  forEachPair(pass, (steps) => {
    const isPresent = steps.keep(presence(pass));
    network.outputs.forEach((_, j) => {
      const start = layout.outputGradients + 8 * j;
      const gradient = loadLane(1, start + width, getLocal(row), access('v128.load64_zero', start, getLocal(row)));
      steps.do(write(layout.targetPairs[j]!, at, and(isPresent, gradient)));
    });
    steps.do(next);
  });
  body.giveBack('i32', [row]);
}

/** dz of a level's units. */
function backward(pass: Pass, level: Level): void {
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

/** Gradients of a unit's bias and weights: sums over the pairs, and at the end over both lanes. */
function weightGradients(pass: Pass, u: number, isManyBlocks: boolean): void {
  const { body, network, layout, at } = pass;
  const { bias, edges } = network.units[u]!;
  const wanted = [
    ...(bias === null ? [] : [{ index: bias, source: null }]),
    ...edges.map(({ source, weight }) => ({ index: weight, source })),
  ];
  for (let from = 0; from < wanted.length; from += SUMS_AT_ONCE) {
    const chunk = wanted.slice(from, from + SUMS_AT_ONCE);
    const sums = chunk.map(() => body.local('v128'));
    chunk.forEach(({ index }, i) => {
      const start = isManyBlocks ? access('v128.load', layout.sums + 16 * index, START) : f64x2Const(0);
      body.add(setLocal(sums[i]!, start));
    });
    forEachPair(pass, (steps) => {
      const dz = steps.keep(read(layout.slopes[u]!, at));
      chunk.forEach(({ source }, i) => {
        const term = source === null ? dz : multiply(dz, read(layout.nodes[source]!, at));
        steps.do(setLocal(sums[i]!, add(getLocal(sums[i]!), term)));
      });
    });
    chunk.forEach(({ index }, i) => {
      const sum = getLocal(sums[i]!);
      if (isManyBlocks) body.add(access('v128.store', layout.sums + 16 * index, START, sum));
      else writeGradient(pass, layout.gradients + 8 * index, START, sum);
    });
    body.giveBack('v128', sums);
  }
}

/** gradient = sum over even rows + sum over odd rows */
function writeGradient({ body, total }: Pass, address: number, at: Code, sum: Code): void {
  const gradient = body.local('f64');
  body.add(
    setLocal(gradient, op('f64.add', extractLane(0, sum), extractLane(1, sum))),
    access('f64.store', address, at, getLocal(gradient)),
    setLocal(total, op('f64.add', getLocal(total), getLocal(gradient))),
  );
  body.giveBack('f64', [gradient]);
}

/** The gradients, where a batch took several blocks. */
function addReduction(pass: Pass): void {
  const { body, layout, at } = pass;
  const sum = body.local('v128');
  body.add(
    setLocal(at, i32Const(0)),
    loopStart,
    setLocal(sum, access('v128.load', layout.sums, op('i32.shl', getLocal(at), i32Const(1)))),
  );
  writeGradient(pass, layout.gradients, getLocal(at), getLocal(sum));
  body.add(
    setLocal(at, op('i32.add', getLocal(at), i32Const(8))),
    loopEnd(op('i32.lt_s', getLocal(at), i32Const(layout.paddedCount * 8))),
  );
  body.giveBack('v128', [sum]);
}
