/** The part of a pass between forward and backward: the loss, and its gradient at the outputs. */
import { forEachPair, isHalf, read, ROWS, write, type Pass } from './block.ts';
import {
  access,
  call,
  extractLane,
  getLocal,
  i32Const,
  loadLane,
  op,
  setLocal,
  storeLane,
  type Code,
} from './bytecode.ts';
import type { Context } from './context.ts';
import { and, splat } from './pair.ts';

/** The loss of the block, and the gradient at each output in place of its target. */
export function addLoss(pass: Pass): void {
  const { body, network, layout, loss, lossSum, at } = pass;
  if (!loss) return callLoss(pass);
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
function callLoss(pass: Pass): void {
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

/** Number of the loss's terms. */
export const countOf = ({ network }: Context): Code =>
  op('f64.convert_i32_s', op('i32.mul', getLocal(ROWS), i32Const(network.outputs.length)));
