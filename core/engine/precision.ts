/** Which precision a network is trained in. */
import type { Precision } from './kernels/kernels.ts';

export const precisionChoices = ['auto', 'float64', 'float32'] as const;
export type PrecisionChoice = (typeof precisionChoices)[number];

/** Up to here a network is small enough to check by hand, and generated code makes float64 the faster one. */
export const MOST_EXACT_PARAMETERS = 5_000;

/** @param parameterCount learnable numbers of the network */
export function precisionFor(choice: PrecisionChoice, parameterCount: number): Precision {
  if (choice !== 'auto') return choice;
  return parameterCount <= MOST_EXACT_PARAMETERS ? 'float64' : 'float32';
}
