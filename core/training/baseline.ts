/** The loss of a prediction that looks at no input: what training has to beat before it can be said to have learned. */
import type { PreparedData } from '../data/data-settings.ts';
import type { TextFacts } from '../data/text-source.ts';
import { logarithm } from '../tensor/elementary.ts';
import type { Loss } from '../nn/losses/loss.ts';

export interface Baseline {
  readonly title: 'random guess' | 'mean predictor';
  /** Over the training rows. */
  readonly loss: number;
}

/**
 * Where outputs are logits: all 0, every answer equally likely, which for k classes under cross-entropy is ln k. Otherwise:
 * always the mean of the training targets.
 *
 * @returns null without training rows
 */
export function baselineOf({ trainingRows, targets, targetValues }: PreparedData, loss: Loss): Baseline | null {
  const rows = trainingRows.length;
  const columns = targets.length;
  if (rows === 0 || columns === 0) return null;
  const wanted = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let column = 0; column < columns; column++) {
      wanted[i * columns + column] = targetValues[trainingRows[i]! * columns + column]!;
    }
  }
  const guess = new Float64Array(columns);
  loss.toPrediction(guess);
  const isLogit = guess.some((probability) => probability !== 0);
  const constant = new Float64Array(columns);
  if (!isLogit) for (let i = 0; i < wanted.length; i++) constant[i % columns]! += wanted[i]! / rows;
  const outputs = new Float64Array(wanted.length);
  for (let i = 0; i < outputs.length; i++) outputs[i] = constant[i % columns]!;
  return {
    title: isLogit ? 'random guess' : 'mean predictor',
    loss: loss.forward(outputs, wanted, rows, columns),
  };
}

/** Of a language model that gives every token the same probability: ln V. */
export function textBaseline({ vocabulary }: TextFacts): Baseline {
  return { title: 'random guess', loss: logarithm(vocabulary) };
}
