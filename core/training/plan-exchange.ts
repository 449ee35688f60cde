/** Copies parameters and what belongs to them between a plan, which aligns them in blocks, and arrays without gaps. */
import type { PlanBlock } from '../engine/parameter-blocks.ts';
import type { Plan } from '../engine/plan.ts';
import type { Reals } from '../tensor/reals.ts';

/** Entry `own[i]` of an array without gaps is entry `theirs[i]` of a block. */
interface Pairing {
  readonly block: PlanBlock;
  readonly own: Int32Array;
  readonly theirs: Int32Array;
}

/** Which of a block's arrays. */
export type Part = (block: PlanBlock) => Reals;

export const valuesOf: Part = ({ values }) => values;
export const gradientOf: Part = ({ gradient }) => gradient!;
export const slotOf =
  (i: number): Part =>
  ({ slots }) =>
    slots[i]!;

export class PlanExchange {
  readonly #pairings: readonly Pairing[];

  /** @param starts first entry of each parameter in arrays without gaps, by id */
  constructor(plan: Plan, starts: ReadonlyMap<string, number>) {
    this.#pairings = plan.blocks.map((block) => {
      const own: number[] = [];
      const theirs: number[] = [];
      for (const [id, first] of block.starts) {
        const { length } = plan.parameters.get(id)!.data;
        for (let i = 0; i < length; i++) {
          own.push(starts.get(id)! + i);
          theirs.push(first + i);
        }
      }
      return { block, own: Int32Array.from(own), theirs: Int32Array.from(theirs) };
    });
  }

  toPlan(from: Float64Array, part: Part): void {
    for (const { block, own, theirs } of this.#pairings) {
      const into = part(block);
      for (let i = 0; i < own.length; i++) into[theirs[i]!] = from[own[i]!]!;
    }
  }

  fromPlan(part: Part, into: Float64Array): void {
    for (const { block, own, theirs } of this.#pairings) {
      const from = part(block);
      for (let i = 0; i < own.length; i++) into[own[i]!] = from[theirs[i]!]!;
    }
  }
}
