/**
 * A shuffled order of any length that needs no memory: a Feistel network over the bits of an index, walked until it lands
 * inside.
 *
 * @see Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002
 */
const ROUNDS = 6;
const LARGEST = 1_073_741_824;

export class Permutation {
  readonly #size: number;
  readonly #halfBits: number;
  readonly #keys: Uint32Array;

  /** @param size of the order, 1 to 2^30 @param nextKey gives 32-bit words, drawn anew for each order */
  constructor(size: number, nextKey: () => number) {
    if (!Number.isInteger(size) || size < 1 || size > LARGEST) {
      throw new RangeError(`a shuffled order has 1 to ${LARGEST} places, not ${size}`);
    }
    this.#size = size;
    this.#halfBits = Math.max(1, Math.ceil((32 - Math.clz32(size - 1)) / 2));
    this.#keys = Uint32Array.from({ length: ROUNDS }, nextKey);
  }

  get size(): number {
    return this.#size;
  }

  /** What stands at a place of the order: each of 0 to size - 1 at exactly one. */
  at(place: number): number {
    let index = place;
    do index = this.#encrypt(index);
    while (index >= this.#size);
    return index;
  }

  #encrypt(index: number): number {
    const mask = (1 << this.#halfBits) - 1;
    let left = index >>> this.#halfBits;
    let right = index & mask;
    for (const key of this.#keys) {
      const next = left ^ (mixed(right ^ key) & mask);
      left = right;
      right = next;
    }
    return (left << this.#halfBits) | right;
  }
}

/** Murmur3's finaliser. */
function mixed(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
