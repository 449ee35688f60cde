/** A smoothed twin of a line over steps that goes on where it ended, so that a frame costs by its new steps alone. */
import { StepValues, type Points } from './step-values.ts';

export class SmoothedValues {
  readonly #smoothed = new StepValues();
  #smoothing = 0;
  /** Mean and weight after the last smoothed value. */
  #mean = 0;
  #weight = 0;

  /** The values after a step have changed or are gone: all is smoothed anew when it is asked for. */
  changedAfter(step: number): void {
    if (step < this.#smoothed.length) this.#restart();
  }

  /** As `StepValues.line` of the smoothed values. @param smoothing 0 .. 1, how much of the mean is kept at each step */
  line(values: StepValues, smoothing: number, upTo: number, columns: number, from = 1): Points {
    if (smoothing !== this.#smoothing) this.#restart();
    this.#smoothing = smoothing;
    const done = this.#smoothed.length;
    const more = values.all.subarray(done);
    if (more.length > 0) {
      const state = { mean: this.#mean, weight: this.#weight };
      this.#smoothed.write(done, smooth(more, smoothing, state));
      ({ mean: this.#mean, weight: this.#weight } = state);
    }
    return this.#smoothed.line(upTo, columns, from);
  }

  #restart(): void {
    this.#smoothed.cut(0);
    this.#mean = 0;
    this.#weight = 0;
  }
}

/**
 * Exponential moving average, corrected for its start: m ← s m + (1 − s) v, divided by the weight that it has come to.
 * Unknown values (NaN) leave it as it is.
 *
 * @param state what the values before came to; changed to what all came to
 */
export function smooth(values: Float64Array, smoothing: number, state = { mean: 0, weight: 0 }): Float64Array {
  const smoothed = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      state.mean = smoothing * state.mean + (1 - smoothing) * value;
      state.weight = smoothing * state.weight + (1 - smoothing);
    }
    smoothed[i] = state.weight > 0 ? state.mean / state.weight : NaN;
  }
  return smoothed;
}
