/** Settings that several optimizers share, described once. */
import type { NumberField } from '../../settings/field.ts';

export const learningRate = (initial: number): NumberField => ({
  label: 'Learning rate',
  description: 'How far each step moves a parameter against its gradient.',
  initial,
  min: 0,
  max: 1e6,
  scale: 'logarithmic',
});

export const weightDecay = (initial = 0): NumberField => ({
  label: 'Weight decay',
  description: 'Pulls every parameter towards zero, a little each step.',
  initial,
  min: 0,
  max: 1,
});

export const l1: NumberField = {
  label: 'L1',
  description: 'Pulls every parameter towards zero by the same amount each step, so that many end near it.',
  initial: 0,
  min: 0,
  max: 1,
};

/** Both kinds of regularisation, off. */
export const regularisation = { weightDecay: weightDecay(), l1 } as const satisfies Record<string, NumberField>;

export const momentumField: NumberField = {
  label: 'Momentum',
  description: 'Share of the last move that is kept for the next.',
  initial: 0.9,
  min: 0,
  max: 0.9999,
};

/**
 * With an epsilon of 0 a parameter whose gradients were all 0 would become 0 / 0. This is a full number in float32 too, and large
 * enough that a gradient of 1e15 over a root of 0 stays one, times the largest learning rate and momentum.
 */
export const SMALLEST_EPSILON = 1e-12;

export const epsilon = (initial = 1e-8): NumberField => ({
  label: 'Epsilon',
  description: 'Keeps the division safe where gradients have been near zero.',
  initial,
  min: SMALLEST_EPSILON,
  max: 1,
});

export const betas = {
  beta1: {
    label: 'Beta 1',
    description: 'How long the running mean of gradients remembers.',
    initial: 0.9,
    min: 0,
    max: 0.99999,
  },
  beta2: {
    label: 'Beta 2',
    description: 'How long the running mean of squared gradients remembers.',
    initial: 0.999,
    min: 0,
    max: 0.999999,
  },
} as const satisfies Record<string, NumberField>;
