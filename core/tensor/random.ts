/**
 * The only source of randomness in core: xoshiro128**, passed in explicitly and serialisable, so that a seed, or a
 * checkpoint in the middle of a run, gives the same numbers on every machine.
 *
 * @see Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021
 */
import { cosine, logarithm } from './elementary.ts';

/** The generator's four 32-bit words. */
export type RandomState = Uint32Array;

export class Random {
  readonly #words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** Spreads a seed (any integer in 0 .. 2^32 - 1) over the four words with SplitMix32. */
  static fromSeed(seed: number): Random {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`seed must be an integer from 0 to 4294967295, not ${seed}`);
    }
    const words = new Uint32Array(4);
    let state = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      words[i] = mixed ^ (mixed >>> 15);
    }
    return new Random(words);
  }

  static fromState(state: RandomState): Random {
    if (state.length !== 4 || state.every((word) => word === 0)) {
      throw new RangeError('a random state is four 32-bit words, not all zero');
    }
    return new Random(Uint32Array.from(state));
  }

  get state(): RandomState {
    return Uint32Array.from(this.#words);
  }

  /** A uniform integer in 0 .. 2^32 - 1. */
  nextUint32(): number {
    const s = this.#words;
    const scrambled = Math.imul(s[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.nextUint32() >>> 5; // 27 bits
    const low = this.nextUint32() >>> 6; // 26 bits
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform integer in 0 .. limit - 1, without modulo bias. */
  integer(limit: number): number {
    const ceiling = 0x100000000 - (0x100000000 % limit);
    for (;;) {
      const drawn = this.nextUint32();
      if (drawn < ceiling) return drawn % limit;
    }
  }

  /** Standard normal (Box and Muller, one of the pair, so that the state is the four words alone). */
  normal(): number {
    const radius = Math.sqrt(-2 * logarithm(1 - this.uniform()));
    return radius * cosine(2 * Math.PI * this.uniform());
  }

  /** Fisher-Yates, in place. */
  shuffle(order: Uint32Array): void {
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
  }
}
