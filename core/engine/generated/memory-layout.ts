/** Where everything of one small network stands in its memory, in bytes. */
export interface MemoryLayout {
  /** Three pairs of masks: no lane, lane 0, both lanes. */
  readonly masks: number;
  /** Pairs of the constants that the code uses. */
  readonly constants: number;
  /** [parameters], padded with zeros to `paddedCount`, as are the next three */
  readonly values: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  /** All bits set where a parameter moves, none where it is held. */
  readonly moving: number;
  readonly paddedCount: number;
  /** [paddedCount, 2]: every value twice, as a pair */
  readonly doubled: number;
  /** [paddedCount, 2]: gradient sums of even rows and of odd rows, where a batch takes several blocks */
  readonly sums: number;
  /** Pairs of rows that are worked on together: a block. */
  readonly blockPairs: number;
  /** As large as the largest group of nodes, for what is worked out on the way. */
  readonly scratch: readonly number[];
  /** Of each node, [blockPairs, 2]: first its z, then its value. */
  readonly nodes: readonly number[];
  /** Of each unit, [blockPairs, 2]: z, where its slope asks for it. */
  readonly preActivations: readonly number[];
  /** Of each unit, [blockPairs, 2]: dLoss/dz. */
  readonly slopes: readonly number[];
  /** Of each output, [blockPairs, 2]: target, then dLoss/dOutput. */
  readonly targetPairs: readonly number[];
  /** [largestBatch, outputs] each, for losses that are called */
  readonly outputs: number;
  readonly targets: number;
  readonly outputGradients: number;
  /** [STEPS_PER_CALL] rows of each step (i32) */
  readonly rowCounts: number;
  /** [STEPS_PER_CALL, numbersPerStep]: weight decay, L1, and what else the update asks for */
  readonly numbers: number;
  readonly numbersPerStep: number;
  /** [STEPS_PER_CALL] */
  readonly losses: number;
  /** Rows of the table, those of each step after those of the one before (i32). */
  readonly order: number;
  readonly orderCapacity: number;
  /** [tableRows, inputs + outputs] */
  readonly table: number;
  readonly tableRows: number;
  readonly end: number;
}

/** Steps that are handed over at once. */
export const STEPS_PER_CALL = 512;

export const MOST_CONSTANTS = 64;

export interface MemoryNeeds {
  readonly parameterCount: number;
  readonly slotCount: number;
  /** Nodes in the order in which they stand: those of one group next to one another. */
  readonly groups: readonly (readonly number[])[];
  readonly inputCount: number;
  readonly unitCount: number;
  readonly outputCount: number;
  readonly largestBatch: number;
  readonly tableRows: number;
  readonly numbersPerStep: number;
  readonly callsLoss: boolean;
}

const DOUBLE = 8;
const PAIR = 16;
/** Enough to hide the latencies of one, few enough to stay in the fastest cache. */
const MOST_BLOCK_PAIRS = 16;

export function layOutMemory(needs: MemoryNeeds): MemoryLayout {
  let end = 0;
  const take = (bytes: number, alignment = 64): number => {
    const start = Math.ceil(end / alignment) * alignment;
    end = start + bytes;
    return start;
  };
  const paddedCount = Math.ceil(needs.parameterCount / 4) * 4;
  const pairs = Math.ceil(needs.largestBatch / 2);
  const blockPairs = needs.callsLoss ? pairs : Math.min(pairs, MOST_BLOCK_PAIRS);
  const perRow = needs.callsLoss ? 2 * pairs * needs.outputCount * DOUBLE : 0;
  const orderCapacity = Math.max(STEPS_PER_CALL * 16, needs.largestBatch);
  const column = () => take(blockPairs * PAIR, PAIR);
  const columns = (count: number) => Array.from({ length: count }, column);
  const start = {
    masks: take(3 * PAIR),
    constants: take(MOST_CONSTANTS * PAIR),
    values: take(paddedCount * DOUBLE),
    gradients: take(paddedCount * DOUBLE),
    slots: Array.from({ length: needs.slotCount }, () => take(paddedCount * DOUBLE)),
    moving: take(paddedCount * DOUBLE),
    paddedCount,
    doubled: take(paddedCount * PAIR),
    sums: take(paddedCount * PAIR),
    blockPairs,
  };
  const widest = Math.max(0, ...needs.groups.map((group) => group.length));
  const nodes = columns(needs.inputCount);
  for (const group of needs.groups) {
    for (const unit of group) nodes[needs.inputCount + unit] = column();
  }
  return {
    ...start,
    nodes,
    scratch: [0, 1].map(() => take(widest * blockPairs * PAIR, PAIR)),
    preActivations: columns(needs.unitCount),
    slopes: columns(needs.unitCount),
    targetPairs: columns(needs.outputCount),
    outputs: take(perRow),
    targets: take(perRow),
    outputGradients: take(perRow),
    rowCounts: take(STEPS_PER_CALL * 4),
    numbers: take(STEPS_PER_CALL * needs.numbersPerStep * DOUBLE),
    numbersPerStep: needs.numbersPerStep,
    losses: take(STEPS_PER_CALL * DOUBLE),
    order: take((orderCapacity + 1) * 4),
    orderCapacity,
    tableRows: needs.tableRows,
    table: take(needs.tableRows * (needs.inputCount + needs.outputCount) * DOUBLE),
    get end() {
      return end;
    },
  };
}
