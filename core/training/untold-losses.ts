/** Losses of steps that nobody has been told yet: a tiny network takes many thousands between two frames. */
/** Room for so many is kept: what one frame brings. */
const KEPT = 8192;

export class UntoldLosses {
  #values = new Float64Array(256);
  #count = 0;

  add(loss: number): void {
    if (this.#count === this.#values.length) {
      const more = new Float64Array(2 * this.#count);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#count++] = loss;
  }

  /** Those since the last call, in order; a copy. */
  take(): Float64Array {
    const taken = this.#values.slice(0, this.#count);
    this.#count = 0;
    if (this.#values.length > KEPT) this.#values = new Float64Array(KEPT);
    return taken;
  }
}
