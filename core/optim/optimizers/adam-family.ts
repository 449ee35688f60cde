/** What Adam, AMSGrad and AdamW share: two running means, corrected for having started at zero. */
import { integerPower } from '../../tensor/integer-power.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

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

/** The same for one number, with its numbers. */
export function adamRule(isDecoupled: boolean, keepsLargest: boolean): Optimizer['rule'] {
  return (state) => {
    const { value: w, slots, step, settings } = state;
    const { learningRate = 0, beta1 = 0, beta2 = 0, epsilon = 0, weightDecay = 0 } = settings;
    const [mean = 0, square = 0, largest = 0] = slots;
    const { g, lines } = regularisedGradient(state, isDecoupled ? 0 : weightDecay);
    const m = beta1 * mean + (1 - beta1) * g;
    const v = beta2 * square + (1 - beta2) * g * g;
    const [rest1, rest2] = [1 - integerPower(beta1, step), 1 - integerPower(beta2, step)];
    const used = keepsLargest ? Math.max(largest, v) : v;
    const isShrunk = isDecoupled && weightDecay > 0;
    const kept = isShrunk ? w * (1 - learningRate * weightDecay) : w;
    const after = kept - ((learningRate / rest1) * m) / (Math.sqrt(used) / Math.sqrt(rest2) + epsilon);
    const gradient = lines.length > 0 ? 'g' : 'gradient';
    const [mHat, vHat] = [m / rest1, used / rest2];
    const moments = [
      ['m', `β₁ m + (1 − β₁) · ${gradient}`, numbers`${beta1} · ${mean} + ${1 - beta1} · ${g}`, m],
      ['v', `β₂ v + (1 − β₂) · ${gradient}²`, numbers`${beta2} · ${square} + ${1 - beta2} · ${g}²`, v],
      ...(keepsLargest ? [['v max', 'the larger of v max and v', numbers`${largest}, ${v}`, used] as const] : []),
      ['m̂', 'm / (1 − β₁ᵗ)', numbers`${m} / ${rest1}`, mHat],
      ['v̂', `${keepsLargest ? 'v max' : 'v'} / (1 − β₂ᵗ)`, numbers`${used} / ${rest2}`, vHat],
      ...(isShrunk
        ? [
            [
              'w',
              'w · (1 − learning rate · decay)',
              numbers`${w} · (1 − ${learningRate} · ${weightDecay})`,
              kept,
            ] as const,
          ]
        : []),
      [
        'w',
        'w − learning rate · m̂ / (√v̂ + ε)',
        numbers`${kept} − ${learningRate} · ${mHat} / (√${vHat} + ${epsilon})`,
        after,
      ],
    ] as const;
    return [...lines, ...moments.map(([left, text, parts, value]) => ({ left, text, numbers: parts, value }))];
  };
}
