/** Which precision a network is trained in. */
import type { Precision } from './kernels/kernels.ts';

export const precisionChoices = ['auto', 'float64', 'float32'] as const;
export type PrecisionChoice = (typeof precisionChoices)[number];

/**
 * Up to here a network is small enough to check by hand, and code is generated for it (`generated/`), which trains it in float64
 * about as fast as the SIMD kernels do in float32: in half their time at 340 parameters, in the same at 2,000 to 4,000.
 */
export const MOST_EXACT_PARAMETERS = 4096;

/** @param parameterCount learnable numbers of the network */
export function precisionFor(choice: PrecisionChoice, parameterCount: number): Precision {
  if (choice !== 'auto') return choice;
  return parameterCount <= MOST_EXACT_PARAMETERS ? 'float64' : 'float32';
}
