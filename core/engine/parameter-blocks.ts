/**
 * Parameters, their gradients and the optimizer's arrays side by side in memory, so that an update is one call per block:
 * one of parameters that weight decay applies to, one of the others.
 */
import type { Reals } from '../tensor/reals.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Arena } from './arena.ts';
import type { GraphParameter } from './graph.ts';
import type { KernelCall, Tensor } from './kernels/kernels.ts';
import * as updates from './kernels/reference/update.ts';
import type { ParameterTensor } from './ops/op.ts';
import type { Learning } from './plan.ts';

/** A parameter as the plan holds it. */
export interface PlanParameter {
  readonly data: Reals;
  /** null in a plan that does not learn */
  readonly gradient: Reals | null;
  /** One per slot of the optimizer. */
  readonly slots: readonly Reals[];
  readonly mask: Uint8Array | null;
  /** Whether weight decay applies to it. */
  readonly decays: boolean;
}

/** Parameters that are moved together, side by side with gaps of zeros. */
export interface PlanBlock {
  /** First entry of each parameter, by id. */
  readonly starts: ReadonlyMap<string, number>;
  readonly values: Reals;
  /** null in a plan that does not learn */
  readonly gradient: Reals | null;
  /** One per slot of the optimizer. */
  readonly slots: readonly Reals[];
}

/** Where a parameter is among those that are moved together. */
export interface PlaceInBlock {
  readonly values: Tensor;
  /** null in a plan that does not learn */
  readonly gradient: Tensor | null;
  /** Its first entry in both. */
  readonly entry: number;
  readonly mask: Uint8Array | null;
}

interface Block {
  readonly decays: boolean;
  readonly values: Tensor;
  readonly gradient: Tensor | null;
  readonly slots: readonly Tensor[];
  readonly held: Tensor | null;
  readonly squareSums: number;
}

interface Entry extends ParameterTensor {
  readonly given: GraphParameter;
  readonly place: PlaceInBlock;
  readonly gradient: Tensor | null;
  readonly slots: readonly Tensor[];
  readonly held: Tensor | null;
}

export class ParameterBlocks {
  /** Sums that the squares of all gradients take. */
  readonly squareSums: number;
  readonly #entries = new Map<string, Entry>();
  readonly #blocks: readonly Block[];
  readonly #learning: Learning | undefined;

  constructor(parameters: readonly GraphParameter[], arena: Arena, learning: Learning | undefined) {
    this.#learning = learning;
    this.#blocks = [true, false].flatMap((decays) => {
      const members = parameters.filter((parameter) => (parameter.decays ?? true) === decays);
      return members.length > 0 ? [this.#layOut(members, decays, arena)] : [];
    });
    this.squareSums = this.#blocks.reduce((sum, block) => sum + block.squareSums, 0);
  }

  get(id: string): ParameterTensor {
    return this.#entry(id);
  }

  gradientOf(id: string): Tensor {
    const { gradient } = this.#entry(id);
    if (!gradient) throw new Error('internal: this plan computes no gradients');
    return gradient;
  }

  placeOf(id: string): PlaceInBlock {
    return this.#entry(id).place;
  }

  wholes(real: (tensor: Tensor) => Reals): PlanBlock[] {
    return this.#blocks.map(({ values, gradient, slots }) => ({
      starts: new Map(
        this.#inOrder().flatMap(({ given, place }) => (place.values === values ? [[given.id, place.entry]] : [])),
      ),
      values: real(values),
      gradient: gradient && real(gradient),
      slots: slots.map(real),
    }));
  }

  /** Sums of the squares of all gradients. */
  squares(sums: Tensor): KernelCall[] {
    return this.#squaresOf(sums, ({ gradient }) => gradient);
  }

  /** Sums of the squares of all parameters. */
  sizes(sums: Tensor): KernelCall[] {
    return this.#squaresOf(sums, ({ values }) => values);
  }

  #squaresOf(sums: Tensor, pick: (block: Block) => Tensor | null): KernelCall[] {
    let start = 0;
    return this.#blocks.flatMap((block) => {
      const first = start;
      start += block.squareSums;
      const tensor = pick(block);
      return tensor ? [updates.sumOfSquares(tensor, sums, first)] : [];
    });
  }

  scale(scalars: Tensor): KernelCall[] {
    return this.#blocks.flatMap(({ gradient }) => (gradient ? [updates.scale(gradient, scalars)] : []));
  }

  update(rule: updates.UpdateRule, scalars: Tensor): KernelCall[] {
    return this.#blocks.flatMap(({ values, gradient, slots, held, decays }) =>
      gradient ? [updates.update(rule, values, gradient, held, scalars, slots, decays)] : [],
    );
  }

  /** Finds every parameter's numbers once memory is there, and writes masks and what is held into it. */
  views(real: (tensor: Tensor) => Reals, index: (tensor: Tensor) => Int32Array): Map<string, PlanParameter> {
    const found = new Map<string, PlanParameter>();
    for (const { given } of this.#inOrder()) {
      const { tensor, gradient, slots, mask, held } = this.#entry(given.id);
      if (mask && given.mask) index(mask).set(given.mask);
      if (held) this.#writeHeld(index(held), given);
      found.set(given.id, {
        data: real(tensor),
        gradient: gradient && real(gradient),
        slots: slots.map(real),
        mask: given.mask,
        decays: given.decays ?? true,
      });
    }
    return found;
  }

  /** An undrawn edge is held at 0 too: weight decay or a leftover moment must not bring it to life. */
  #writeHeld(into: Int32Array, { id, mask }: GraphParameter): void {
    const frozen = this.#learning?.held?.[id];
    for (let i = 0; i < into.length; i++) into[i] = mask?.[i] === 0 || frozen?.[i] === 0 ? 0 : 1;
  }

  #inOrder(): Entry[] {
    return [...this.#entries.values()];
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`internal: parameter "${id}" is not part of this plan`);
    return entry;
  }

  #layOut(members: readonly GraphParameter[], decays: boolean, arena: Arena): Block {
    const starts: number[] = [];
    let total = 0;
    for (const { shape } of members) {
      const size = sizeOf(shape);
      // Single numbers stand side by side: thousands of edges drawn one by one would take a cache line each.
      const start = size === 1 ? total : arena.alignedLength(total);
      starts.push(start);
      total = start + size;
    }
    total = arena.alignedLength(total);
    const learning = this.#learning;
    const isHeld = members.some(({ id, mask }) => mask !== null || learning?.held?.[id]);
    const kind = decays ? 'decaying' : 'steady';
    const values = arena.lasting(`parameters.${kind}`, total);
    const gradient = learning ? arena.lasting(`gradients.${kind}`, total) : null;
    const slots = learning ? learning.slots.map((slot) => arena.lasting(`${slot}.${kind}`, total)) : [];
    const held = learning && isHeld ? arena.lasting(`held.${kind}`, total, 'index') : null;
    members.forEach((given, i) => {
      const { id, shape } = given;
      const part = (whole: Tensor, name: string) => arena.part(`${id}.${name}`, whole, starts[i]!, sizeOf(shape));
      this.#entries.set(id, {
        given,
        place: { values, gradient, entry: starts[i]!, mask: given.mask },
        shape,
        tensor: part(values, 'value'),
        gradient: gradient && part(gradient, 'gradient'),
        slots: slots.map((slot, which) => part(slot, learning!.slots[which]!)),
        mask: given.mask ? arena.lasting(`${id}.mask`, sizeOf(shape), 'index') : null,
        held: held && part(held, 'held'),
      });
    });
    return { decays, values, gradient, slots, held, squareSums: Math.ceil(total / updates.SQUARES_BLOCK) };
  }
}
