/** What the text in training can be guessed by without a model: counted in the training process, since it grows with the text. */
import * as v from 'valibot';
import type { TextBaselines } from '../training/text-baselines.ts';

export const baselineCalls = {
  /** null where the network that is loaded reads no text. */
  baselines: { input: v.strictObject({}), output: v.custom<TextBaselines | null>(() => true) },
} as const;
