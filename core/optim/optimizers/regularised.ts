/**
 * g + decay · w + l1 · sign(w): the gradient with that of L2 and L1 regularisation. L1 pulls by the same amount however small
 * a parameter is, so that many end near 0; sign(0) = 0.
 */
export const regularised = (gradient: number, value: number, decay: number, l1: number): number =>
  gradient + decay * value + l1 * Math.sign(value);

/** An optimizer's settings for the parameters that weight decay leaves alone, such as a transformer's biases. */
export const withoutDecay = (settings: Readonly<Record<string, number>>): Readonly<Record<string, number>> => ({
  ...settings,
  weightDecay: 0,
});
