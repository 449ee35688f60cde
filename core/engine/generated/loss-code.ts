/** Losses whose value and gradient are worked out in place, two rows at a time, bit for bit as `core/nn/losses` does. */
import type { Loss } from '../../nn/losses/loss.ts';
import { losses } from '../../nn/losses/registry.ts';
import type { Code } from './bytecode.ts';
import { compute, logisticFormula, softplusFormula } from './elementary-code.ts';
import { divide, multiply, subtract } from './pair.ts';
import type { Steps } from './steps.ts';

/** A loss that is the mean of one term per output and row. */
export interface LossCode {
  /** @param count number of outputs times rows, in both lanes */
  readonly terms: (steps: Steps, output: Code, target: Code, count: Code) => { term: Code; gradient: Code };
}

const meanSquaredError: LossCode = {
  terms: (steps, output, target, count) => {
    const difference = steps.keep(subtract(output, target));
    return {
      term: multiply(difference, difference),
      gradient: divide(multiply(steps.constant(2), difference), count),
    };
  },
};

const binaryCrossEntropy: LossCode = {
  terms: (steps, output, target, count) => ({
    term: subtract(compute(softplusFormula, steps, output), multiply(target, output)),
    gradient: divide(subtract(compute(logisticFormula, steps, output), target), count),
  }),
};

const written = new Map<Loss, LossCode>([
  [losses.meanSquaredError, meanSquaredError],
  [losses.binaryCrossEntropy, binaryCrossEntropy],
]);

/** null for a loss without code here, whose own `forward` and `backward` are then called. */
export const writtenLoss = (loss: Loss): LossCode | null => written.get(loss) ?? null;
