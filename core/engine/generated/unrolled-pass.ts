/**
 * The sums of a pass with the pairs of the batch written out side by side: a weight is read once for all of them, and there are no
 * loops. The additions and their order are those of pair-pass.ts.
 *
 * In layers that would be slower: there a loop reads each value once for all units of a level, here each edge reads it again.
 */
import { readPair, weightAt, writePair, type Pass } from './block.ts';
import { getLocal, setLocal, type Code } from './bytecode.ts';
import type { Context, Level } from './context.ts';
import { compute } from './elementary-code.ts';
import { add, multiply } from './pair.ts';
import { Steps } from './steps.ts';

/** Pairs whose sums fit the registers, and weights times pairs: the code grows with them. */
const MOST_PAIRS = 8;
const MOST_PRODUCTS = 4096;
/** Edges of a level for each value that it reads, below which its edges count as single. */
const FEW_READERS = 3;

/** Whether it is worth having, beside the loops. */
export function isWorthUnrolling({ network, layout, levels }: Pick<Context, 'network' | 'layout' | 'levels'>): boolean {
  const { units, largestBatch } = network;
  const isOneBlock = largestBatch <= 2 * layout.blockPairs && layout.blockPairs <= MOST_PAIRS;
  let edgeCount = 0;
  let reads = 0;
  for (const level of levels) {
    const edges = level.flat().flatMap((unit) => units[unit]!.edges);
    edgeCount += edges.length;
    reads += new Set(edges.map(({ source }) => source)).size;
  }
  const isSmall = (edgeCount + units.length) * layout.blockPairs <= MOST_PRODUCTS;
  return isOneBlock && isSmall && edgeCount < FEW_READERS * reads;
}

/** One sum per pair, in registers. */
function withSums(pass: Pass, work: (steps: Steps, sums: readonly number[]) => void): void {
  const { body, pool, layout } = pass;
  const steps = new Steps(body, pool);
  const sums = Array.from({ length: layout.blockPairs }, () => body.local('v128'));
  work(steps, sums);
  body.add(...steps.statements);
  steps.end();
  body.giveBack('v128', sums);
}

/** z of a level's units, and activations of a few instructions. */
export function forwardUnrolled(pass: Pass, level: Level): void {
  const { network, layout, activations } = pass;
  const { inputCount, units } = network;
  for (const u of level.flat()) {
    withSums(pass, (steps, sums) => {
      const { bias, edges } = units[u]!;
      const start = bias === null ? steps.constant(0) : steps.keep(weightAt(pass, bias));
      for (const sum of sums) steps.do(setLocal(sum, start));
      for (const { source, weight } of edges) {
        const w = steps.keep(weightAt(pass, weight));
        sums.forEach((sum, pair) => {
          steps.do(setLocal(sum, add(getLocal(sum), multiply(readPair(layout.nodes[source]!, pair), w))));
        });
      }
      const { formula, needsSum } = activations[u]!;
      sums.forEach((sum, pair) => {
        const z = getLocal(sum);
        if (needsSum) steps.do(writePair(layout.preActivations[u]!, pair, z));
        const a = formula.length === 1 ? compute(formula, steps, z) : z;
        steps.do(writePair(layout.nodes[inputCount + u]!, pair, a));
      });
    });
  }
}

/** dz of a level's units. */
export function backwardUnrolled(pass: Pass, level: Level): void {
  const { network, layout, activations } = pass;
  const { inputCount, units, outputs } = network;
  for (const u of level.flat()) {
    withSums(pass, (steps, sums) => {
      const node = inputCount + u;
      const output = outputs.indexOf(node);
      let isStarted = output >= 0;
      if (isStarted) {
        sums.forEach((sum, pair) => steps.do(setLocal(sum, readPair(layout.targetPairs[output]!, pair))));
      }
      for (const { unit, weight } of units[u]!.consumers) {
        const w = steps.keep(weightAt(pass, weight));
        sums.forEach((sum, pair) => {
          const term = multiply(readPair(layout.slopes[unit]!, pair), w);
          steps.do(setLocal(sum, isStarted ? add(getLocal(sum), term) : term));
        });
        isStarted = true;
      }
      if (!isStarted) for (const sum of sums) steps.do(setLocal(sum, steps.constant(0)));
      const { slope, needsSum } = activations[u]!;
      sums.forEach((sum, pair) => {
        const z: Code = needsSum ? steps.keep(readPair(layout.preActivations[u]!, pair)) : [];
        const da = getLocal(sum);
        const dz = slope ? multiply(da, slope(steps, z, steps.keep(readPair(layout.nodes[node]!, pair)))) : da;
        steps.do(writePair(layout.slopes[u]!, pair, dz));
      });
    });
  }
}
