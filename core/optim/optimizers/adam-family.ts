/** What Adam, AMSGrad and AdamW share: two running means, corrected for having started at zero. */
import { integerPower } from '../../tensor/integer-power.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';

/**
 * m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − rate · (m / (1 − β₁ᵗ)) / (√v / √(1 − β₂ᵗ) + ε).
 * Epsilon comes after the correction, as in PyTorch.
 *
 * @param isDecoupled weight decay shrinks the parameter before the step (AdamW) instead of joining the gradient (L2)
 * @param keepsLargest divides by the largest v so far, in a third slot (AMSGrad)
 */
export function adamUpdate(isDecoupled: boolean, keepsLargest: boolean): Optimizer['update'] {
  return (values, gradient, [mean, square, largest], step, settings) => {
    const { learningRate = 0, beta1 = 0, beta2 = 0, epsilon = 0, weightDecay = 0, l1 = 0 } = settings;
    const stepSize = learningRate / (1 - integerPower(beta1, step));
    const correction = Math.sqrt(1 - integerPower(beta2, step));
    for (let i = 0; i < values.length; i++) {
      const before = values[i]!;
      const kept = isDecoupled ? before * (1 - learningRate * weightDecay) : before;
      const g = regularised(gradient[i]!, before, isDecoupled ? 0 : weightDecay, l1);
      const m = beta1 * mean![i]! + (1 - beta1) * g;
      const v = beta2 * square![i]! + (1 - beta2) * g * g;
      mean![i] = m;
      square![i] = v;
      const used = keepsLargest ? (largest![i] = Math.max(largest![i]!, v)) : v;
      values[i] = kept - (stepSize * m) / (Math.sqrt(used) / correction + epsilon);
    }
  };
}
