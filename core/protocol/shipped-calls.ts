/**
 * What the page asks of the training process about the models that come with the app, which write before anything is opened:
 * the person's own network stays as it is.
 */
import * as v from 'valibot';
import { readyMade, type ReadyMadeName } from '../presets/language/ready-made.ts';
import { jobId } from '../training/questions.ts';

/** A shipped model, for whoever shows what it writes. */
export interface ShippedModel {
  /** Of the text that it learned from. */
  readonly textName: string;
  readonly parameterCount: number;
  /** Steps of training behind it. */
  readonly step: number;
  /** Whether it writes documents, one after another; else one running text. */
  readonly isDocuments: boolean;
}

/** One token. */
export interface ShippedPiece {
  /** Which of its documents it belongs to, from 0. */
  readonly document: number;
  /** What it adds to the document, spaces included; empty for a part of a character. */
  readonly text: string;
  /** How probable the model held it. */
  readonly probability: number;
}

/** Event `shippedWritten`: what has been written since the last one, in order. */
export interface ShippedWritten {
  readonly job: number;
  readonly pieces: readonly ShippedPiece[];
}

/** As many tokens as one showing has. */
const MOST_SHOWN = 1000;

const name = v.picklist(Object.keys(readyMade) as ReadyMadeName[]);

export const shippedCalls = {
  shippedModel: { input: v.strictObject({ name }), output: v.custom<ShippedModel>(() => true) },
  /** Pieces come as `shippedWritten` events. The answer says whether it was written to its end or given up. */
  writeShipped: {
    input: v.strictObject({
      job: jobId,
      name,
      most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SHOWN)),
      /** Of the first document; each further one has the next. */
      seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
    }),
    output: v.object({ isWhole: v.boolean() }),
  },
  /** What it still writes is given up. */
  endShipped: { input: v.strictObject({ job: jobId }), output: v.strictObject({}) },
} as const;
