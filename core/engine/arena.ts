/**
 * Places tensors in one block of memory, so that two share bytes only when they are never needed at the same time.
 *
 * @see Pisarchyk, Lee 2020, "Efficient memory management for deep neural net inference" (greedy by size)
 */
import type { KernelCall, Precision, Tensor } from './kernels/kernels.ts';

const ALIGNMENT = 64;

/** Calls during which a tensor's content matters, both ends included. */
interface Lifetime {
  first: number;
  last: number;
}

interface Placed extends Lifetime {
  readonly tensor: Tensor;
  readonly bytes: number;
}

export class Arena {
  readonly #precision: Precision;
  readonly #lives = new Map<Tensor, Lifetime>();
  /** Tensors that are a part of another. */
  readonly #parts = new Map<Tensor, { readonly whole: Tensor; readonly entry: number }>();

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** Needed only while calls that name it run. */
  passing(name: string, length: number, kind: Tensor['kind'] = 'real'): Tensor {
    const tensor: Tensor = { name, kind, length, offset: 0 };
    this.#lives.set(tensor, { first: Infinity, last: -Infinity });
    return tensor;
  }

  /** Never shares its bytes. */
  lasting(name: string, length: number, kind: Tensor['kind'] = 'real'): Tensor {
    const tensor = this.passing(name, length, kind);
    this.#lives.set(tensor, { first: -Infinity, last: Infinity });
    return tensor;
  }

  /** `length` entries of `whole` from `entry` on: a multiple of `alignedLength(1)` unless it is a single number. */
  part(name: string, whole: Tensor, entry: number, length: number): Tensor {
    const tensor: Tensor = { name, kind: whole.kind, length, offset: 0 };
    this.#parts.set(tensor, { whole, entry });
    return tensor;
  }

  /** Entries to leave for a part, so that the next one starts aligned. */
  alignedLength(length: number): number {
    const entries = ALIGNMENT / bytesOf(this.#precision, 'real');
    return Math.ceil(length / entries) * entries;
  }

  /** What a tensor takes, before it is aligned. */
  bytesOf({ length, kind }: Tensor): number {
    return length * bytesOf(this.#precision, kind);
  }

  /** From the call that first fills it to the end. */
  keepToTheEnd(tensor: Tensor): void {
    const life = this.#lives.get(tensor);
    if (life) life.last = Infinity;
  }

  /**
   * Gives every tensor its offset.
   *
   * @returns bytes of the whole block
   */
  layOut(calls: readonly KernelCall[]): number {
    calls.forEach(({ tensors }, index) => {
      for (const tensor of tensors) if (tensor) this.#touch(tensor, index);
    });
    const waiting = [...this.#lives].map(([tensor, life]) => ({
      tensor,
      ...life,
      bytes: aligned(this.bytesOf(tensor)),
    }));
    const total = place(waiting);
    for (const [tensor, { whole, entry }] of this.#parts) {
      tensor.offset = whole.offset + entry * bytesOf(this.#precision, whole.kind);
    }
    return total;
  }

  #touch(tensor: Tensor, index: number): void {
    const part = this.#parts.get(tensor);
    if (part) return this.#touch(part.whole, index);
    const life = this.#lives.get(tensor);
    if (!life) throw new Error(`internal: tensor ${tensor.name} belongs to another plan`);
    life.first = Math.min(life.first, index);
    life.last = Math.max(life.last, index);
  }
}

export const bytesOf = (precision: Precision, kind: Tensor['kind']): number =>
  kind === 'index' || precision === 'float32' ? 4 : 8;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Largest first, each at the lowest place that no tensor of the same time takes. */
function place(waiting: readonly Placed[]): number {
  const placed: Placed[] = []; // by offset
  let total = 0;
  for (const entry of [...waiting].sort((a, b) => b.bytes - a.bytes)) {
    let offset = 0;
    for (const other of placed) {
      if (other.last < entry.first || entry.last < other.first) continue;
      if (offset + entry.bytes <= other.tensor.offset) break;
      offset = Math.max(offset, other.tensor.offset + other.bytes);
    }
    entry.tensor.offset = offset;
    total = Math.max(total, offset + entry.bytes);
    const at = placed.findIndex(({ tensor }) => tensor.offset > offset);
    placed.splice(at < 0 ? placed.length : at, 0, entry);
  }
  return total;
}
