/**
 * The fast path of small networks: code generated for the very network, which does many updates in one call with the very
 * bits of the plan. What it cannot do, the plan does.
 */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import { compileSmallNetwork, MOST_PARAMETERS } from '../engine/generated/compile-small-network.ts';
import { smallGraphOf } from '../engine/generated/small-graph.ts';
import type { SmallProgram } from '../engine/generated/small-program.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { sizeOf } from '../tensor/shape.ts';

export interface SmallPathSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly largestBatch: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Entries of parameters that must not move (0), by parameter id. */
  readonly held: Table<Uint8Array>;
}

export interface SmallPath {
  readonly program: SmallProgram;
  /** First entry of each parameter in the program's arrays, by id. */
  readonly starts: ReadonlyMap<string, number>;
}

/** Numbers of the data table up to which it is copied into the program's memory. */
const LARGEST_TABLE = 4_000_000;

/** @returns null where the network, its data or its settings are beyond the fast path */
export function openSmallPath({ network, data, held, ...setup }: SmallPathSetup): SmallPath | null {
  if (data.inputValues.length + data.targetValues.length > LARGEST_TABLE) return null;
  if (network.parameterCount > MOST_PARAMETERS) return null; // before its edges are listed for nothing
  const small = smallGraphOf(network.graph);
  if (!small) return null;
  const { starts, ...wiring } = small;
  const program = compileSmallNetwork({
    ...wiring,
    ...setup,
    held: heldEntries(network, held, wiring.parameterCount),
    table: { inputs: data.inputValues, targets: data.targetValues },
  });
  return program && { program, starts };
}

/** Undrawn edges are held at 0. */
function heldEntries({ parameters }: Network, held: Table<Uint8Array>, count: number): Uint8Array | null {
  if (parameters.every(({ id, mask }) => mask === null && !held[id])) return null;
  const entries = new Uint8Array(count).fill(1);
  let at = 0;
  for (const { id, shape, mask } of parameters) {
    for (let i = 0; i < sizeOf(shape); i++, at++) if (mask?.[i] === 0 || held[id]?.[i] === 0) entries[at] = 0;
  }
  return entries;
}
