/** What every part of a small network's code has to know about it. */
import type { ActivationCode } from './activation-code.ts';
import type { ConstantPool } from './constant-pool.ts';
import type { LossCode } from './loss-code.ts';
import type { MemoryLayout } from './memory-layout.ts';
import type { SmallNetwork } from './small-network.ts';
import type { UpdateCode } from './update-code.ts';

export interface Context {
  readonly network: SmallNetwork;
  readonly layout: MemoryLayout;
  readonly pool: ConstantPool;
  /** One per unit. */
  readonly activations: readonly ActivationCode[];
  /** null: the loss is called. */
  readonly loss: LossCode | null;
  /** null: the update is called. */
  readonly update: UpdateCode | null;
  readonly levels: readonly Level[];
  /** Numbers of the imported functions; of loss and update where they are called. */
  readonly calls: { readonly loss: number; readonly update: number; readonly before: number; readonly after: number };
}

/** Units at one distance from the inputs, which read only units of earlier levels, by activation. */
export type Level = readonly (readonly number[])[];

export function levelsOf({ inputCount, units }: SmallNetwork): Level[] {
  const depths: number[] = [];
  const levels: Map<object, number[]>[] = [];
  units.forEach(({ edges, activation }, unit) => {
    const depth = edges.reduce((most, { source }) => Math.max(most, (depths[source - inputCount] ?? -1) + 1), 0);
    depths.push(depth);
    const level = (levels[depth] ??= new Map());
    const group = level.get(activation) ?? [];
    level.set(activation, [...group, unit]);
  });
  return levels.map((level) => [...level.values()]);
}
