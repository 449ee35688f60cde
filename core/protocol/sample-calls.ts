/** Texts that a language model writes while it trains, so that one sees noise become letters, words, sentences. */
import * as v from 'valibot';

export const sampleSettingsSchema = v.strictObject({
  /** Steps between two; 0 = none. */
  every: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6)),
  /** What each goes on from. */
  prompt: v.pipe(v.string(), v.maxLength(500)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
});
export type SampleSettings = v.InferOutput<typeof sampleSettingsSchema>;

export interface Sample {
  readonly runId: number;
  readonly branch: number;
  /** Updates done when it was written. */
  readonly step: number;
  /** Of that step's batch, in nats. */
  readonly loss: number;
  readonly prompt: string;
  readonly text: string;
}

/** Why no texts are written as they were asked for. */
export interface SampleProblem {
  readonly message: string;
  /** What is gone on from instead. */
  readonly prompt: string;
}

export const sampleCalls = {
  /** From the next step on; refused with what is wrong with the prompt. */
  sample: { input: sampleSettingsSchema, output: v.strictObject({}) },
} as const;
