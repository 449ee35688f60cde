/** How near predictions come to numbers: what the plot of predicted against true says beside its picture. */

export interface Fit {
  readonly count: number;
  /** Root of the mean squared error, in the target's own unit. */
  readonly error: number;
  /**
   * Share of the target's variance that the predictions explain: 1 - Σ (t - p)² / Σ (t - mean t)². 1 is perfect, 0 as good as
   * always saying the mean, below 0 worse. NaN where all targets are equal.
   */
  readonly explained: number;
}

/** @param predicted @param target as many as there are rows @param rows those that count */
export function fitOf(predicted: Float64Array, target: Float64Array, rows: ArrayLike<number>): Fit {
  let mean = 0;
  for (let i = 0; i < rows.length; i++) mean += target[rows[i]!]! / rows.length;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    residual += (target[row]! - predicted[row]!) * (target[row]! - predicted[row]!);
    total += (target[row]! - mean) * (target[row]! - mean);
  }
  return {
    count: rows.length,
    error: rows.length > 0 ? Math.sqrt(residual / rows.length) : NaN,
    explained: total > 0 ? 1 - residual / total : NaN,
  };
}
