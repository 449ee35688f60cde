export interface NonFinite {
  /** `Loss`, `The gradient of the bias of "h1"` */
  readonly what: string;
  readonly value: number;
  /** Where it began: `the value of the weighted sum of "h1"`; null where that is `what` itself. */
  readonly origin: string | null;
  /** The step that was refused. */
  readonly step: number;
  readonly learningRate: number;
}

/** A step that would have left the numbers: it was refused, and nothing of it was kept. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  readonly step: number;

  constructor({ what, value, origin, step, learningRate }: NonFinite) {
    const word = Number.isNaN(value)
      ? 'NaN'
      : !Number.isFinite(value)
        ? value > 0
          ? 'infinite'
          : 'minus infinite'
        : 'too large';
    super(
      `${what} became ${word} at step ${step} (learning rate ${learningRate}). Training paused; ` +
        `the parameters of step ${step - 1} are kept.${origin ? ` It began in ${origin}.` : ''} Try a smaller learning rate.`,
    );
    this.step = step;
  }
}
