/** The knob that answers, of a language model: too much to compute on the page, so the training process is asked. */
import * as v from 'valibot';
import { jobId } from '../training/questions.ts';
import type { TextProfile } from '../training/text-profile.ts';

const MOST_POINTS = 101;

export const profileCalls = {
  /** The loss if one parameter alone had other values; null when it was given up. */
  profile: {
    input: v.strictObject({
      job: jobId,
      id: v.pipe(v.string(), v.maxLength(200)),
      index: v.pipe(v.number(), v.integer(), v.minValue(0)),
      at: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(MOST_POINTS)),
    }),
    output: v.custom<TextProfile | null>(() => true),
  },
};
