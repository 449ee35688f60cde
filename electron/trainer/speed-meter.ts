/** How many updates training does a second, measured over half a second. */
const WINDOW_MS = 500;

export class SpeedMeter {
  stepsPerSecond = 0;
  #since = { at: 0, step: 0 };

  restart(at: number, step: number): void {
    this.#since = { at, step };
  }

  /** @param at milliseconds @param step updates done by then */
  take(at: number, step: number): void {
    const elapsed = at - this.#since.at;
    if (elapsed < WINDOW_MS) return;
    this.stepsPerSecond = (1000 * (step - this.#since.step)) / elapsed;
    this.#since = { at, step };
  }
}
