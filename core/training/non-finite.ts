/** A step that would have left the numbers: it was refused, and nothing of it was kept. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  /** The step that was refused. */
  readonly step: number;

  constructor(what: string, value: number, step: number, learningRate: number) {
    const word = Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinite' : 'minus infinite';
    super(
      `${what} became ${word} at step ${step} (learning rate ${learningRate}). Training paused; ` +
        `the parameters of step ${step - 1} are kept. Try a smaller learning rate.`,
    );
    this.step = step;
  }
}

/** The first value that is not a finite number; undefined when all are. */
export function firstNonFinite(values: Float64Array): number | undefined {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0; // NaN as soon as one is not finite
  return sum === 0 ? undefined : values.find((value) => !Number.isFinite(value));
}
