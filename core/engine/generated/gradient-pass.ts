/** The last part of a pass: gradients of weights and biases, as sums over the rows. */
import { forEachPair, read, readPair, START, type Pass } from './block.ts';
import {
  access,
  extractLane,
  f64x2Const,
  getLocal,
  i32Const,
  loopEnd,
  loopStart,
  op,
  setLocal,
  type Code,
} from './bytecode.ts';
import { add, multiply } from './pair.ts';
import { Steps } from './steps.ts';

/** Sums that are added to at once: as many as there are registers to spare. */
const SUMS_AT_ONCE = 11;

/** Gradients of a unit's bias and weights: sums over the pairs, and at the end over both lanes. */
export function addWeightGradients(pass: Pass, u: number, isManyBlocks: boolean): void {
  const { body, pool, network, layout, at, isUnrolled } = pass;
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
    const addTerms = (steps: Steps, pairOf: (column: number) => Code): void => {
      const dz = steps.keep(pairOf(layout.slopes[u]!));
      chunk.forEach(({ source }, i) => {
        const term = source === null ? dz : multiply(dz, pairOf(layout.nodes[source]!));
        steps.do(setLocal(sums[i]!, add(getLocal(sums[i]!), term)));
      });
    };
    if (isUnrolled) {
      const steps = new Steps(body, pool);
      for (let pair = 0; pair < layout.blockPairs; pair++) addTerms(steps, (column) => readPair(column, pair));
      body.add(...steps.statements);
      steps.end();
    } else {
      forEachPair(pass, (steps) => addTerms(steps, (column) => read(column, at)));
    }
    chunk.forEach(({ index }, i) => {
      const sum = getLocal(sums[i]!);
      if (isManyBlocks) body.add(access('v128.store', layout.sums + 16 * index, START, sum));
      else writeGradient(pass, layout.gradients + 8 * index, START, sum, i);
    });
    body.giveBack('v128', sums);
  }
}

/** gradient = sum over even rows + sum over odd rows */
function writeGradient({ body, totals }: Pass, address: number, at: Code, sum: Code, which: number): void {
  const total = totals[which % totals.length]!;
  const gradient = body.local('f64');
  body.add(
    setLocal(gradient, op('f64.add', extractLane(0, sum), extractLane(1, sum))),
    access('f64.store', address, at, getLocal(gradient)),
    setLocal(total, op('f64.add', getLocal(total), getLocal(gradient))),
  );
  body.giveBack('f64', [gradient]);
}

/** The gradients, where a batch took several blocks. */
export function addReduction(pass: Pass): void {
  const { body, layout, at } = pass;
  const sum = body.local('v128');
  body.add(
    setLocal(at, i32Const(0)),
    loopStart,
    setLocal(sum, access('v128.load', layout.sums, op('i32.shl', getLocal(at), i32Const(1)))),
  );
  writeGradient(pass, layout.gradients, getLocal(at), getLocal(sum), 0);
  body.add(
    setLocal(at, op('i32.add', getLocal(at), i32Const(8))),
    loopEnd(op('i32.lt_s', getLocal(at), i32Const(layout.paddedCount * 8))),
  );
  body.giveBack('v128', [sum]);
}
