/**
 * The benchmark's only randomness: a seeded generator, so that every contender, on every day, starts from the same weights
 * and sees the same data. It is not the app's own generator, so that a change of the app cannot change a task.
 *
 * @see sfc32 ("small fast counter"), C. Doty-Humphrey, PractRand
 */
export class Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c;
  #counter = 1;

  constructor(seed) {
    this.#c = seed | 0;
    for (let i = 0; i < 16; i++) this.nextUint32(); // the seed reaches every bit
  }

  nextUint32() {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1) {
    return low + (high - low) * (this.nextUint32() / 2 ** 32);
  }

  /** Uniform integer in 0 .. limit - 1; the bias, limit / 2^32, does not matter here. */
  integer(limit) {
    return Math.floor(this.uniform(0, limit));
  }

  /** Standard normal (Box and Muller). */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** `count` values of `draw`, in float32: what every contender can hold exactly. */
  fill(count, draw) {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = draw(this);
    return values;
  }
}
