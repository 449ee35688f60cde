/**
 * Values that backward computes again instead of keeping them since forward: large ones of ops that cost little, such as what
 * GELU gives. The same calls over the same numbers give the same bits.
 *
 * @see Chen et al. 2016, "Training deep nets with sublinear memory cost"
 */
import type { Arena } from './arena.ts';
import type { KernelCall, Tensor } from './kernels/kernels.ts';

/** Smaller ones are kept: what they take is little, and a step of a small network must be short. */
const WORTH_BYTES = 2_097_152;

export class Recompute {
  readonly #arena: Arena;
  /** How each such value is made. */
  readonly #makers = new Map<Tensor, readonly KernelCall[]>();
  /** Where it stands when it has been made again. */
  readonly #again = new Map<Tensor, Tensor>();

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Lets `value` be forgotten after its last reader in forward. @param calls all that its node does in forward */
  offer(value: Tensor, calls: readonly KernelCall[]): void {
    if (this.#arena.bytesOf(value) >= WORTH_BYTES) this.#makers.set(value, calls);
  }

  /** The same calls, after those that make again what they read. */
  withValues(calls: readonly KernelCall[]): KernelCall[] {
    const whole: KernelCall[] = [];
    for (const call of calls) {
      for (const tensor of call.tensors) if (tensor) whole.push(...this.#make(tensor));
      whole.push(this.#reading(call));
    }
    return whole;
  }

  #make(value: Tensor): KernelCall[] {
    const maker = this.#makers.get(value);
    if (!maker || this.#again.has(value)) return [];
    const sources = maker.flatMap(({ tensors }) => tensors.filter((tensor) => tensor !== null && tensor !== value));
    const before = sources.flatMap((tensor) => this.#make(tensor!));
    this.#again.set(value, this.#arena.passing(`${value.name} again`, value.length, value.kind));
    return [...before, ...maker.map((call) => this.#reading(call))];
  }

  #reading(call: KernelCall): KernelCall {
    return { ...call, tensors: call.tensors.map((tensor) => (tensor && this.#again.get(tensor)) ?? tensor) };
  }
}
