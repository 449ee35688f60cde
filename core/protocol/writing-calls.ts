/**
 * What the page asks of the training process about writing with the language model that is loaded: texts, candidates, what
 * steers a token, what a part of the model is worth. Texts come as events while they are written.
 */
import * as v from 'valibot';
import type { PartedLayer } from '../explain/ablation.ts';
import type { EntryName } from '../explain/entry-name.ts';
import { samplingFields } from '../text/sampling.ts';
import type { Alternatives } from '../text/alternatives.ts';
import type { TextLayout } from '../text/encode-in-steps.ts';
import type { TextObjective } from '../data/text-source.ts';
import type { SpecialTokens } from '../text/tokenizers/tokenizer.ts';
import type { MaskedPlace } from '../training/fill-masks.ts';
import { jobId } from '../training/questions.ts';

/** As many as the page writes in one go. */
export const MOST_WRITTEN = 2000;
/** Longest prompt, in characters. */
export const LONGEST_PROMPT = 20_000;
/** Alternatives that come with each token. */
export const ALTERNATIVES = 20;
/** Parameters that a list of the strongest has. */
export const STRONGEST = 50;

/** The language model that is loaded, for whoever lets it write. */
export interface WritingModel {
  readonly name: string;
  readonly objective: TextObjective;
  readonly layout: TextLayout;
  readonly context: number;
  /** How each token is shown. */
  readonly tokens: readonly string[];
  readonly special: SpecialTokens;
  /** Where its texts end by themselves; null = nowhere. */
  readonly stopAt: number | null;
  readonly parted: readonly PartedLayer[];
}

export interface WrittenPiece {
  readonly id: number;
  /** Includes `id` itself, last where it is not among the likeliest. */
  readonly alternatives: Alternatives;
}

/** Event: what has been written since the last one, in order. */
export interface WrittenEvent {
  readonly job: number;
  /** Place of the first of them among all that is written. */
  readonly from: number;
  readonly pieces: readonly WrittenPiece[];
}

/** A text that is done. */
export interface Written {
  /** Ids of the prompt, with the boundary before it where there is one. */
  readonly prompt: Int32Array;
  /** Prompt and what was written, as people read it: what the command line's `generate` prints. */
  readonly text: string;
  /** Of training, whose parameters wrote it. */
  readonly step: number;
}

export interface Steering {
  /** Natural logarithm of the target's probability. */
  readonly logProbability: number;
  readonly entries: readonly SteeringEntry[];
  readonly tensors: readonly {
    readonly id: string;
    readonly block: string;
    readonly tensor: string;
    readonly total: number;
    readonly count: number;
  }[];
}

export interface SteeringEntry {
  readonly id: string;
  readonly index: number;
  /** d log p / d value */
  readonly gradient: number;
  readonly name: EntryName;
}

/** Loss on held-out text, in nats per token. */
export interface Ablations {
  readonly loss: number;
  /** With each part switched off besides what is off already. */
  readonly losses: Float64Array;
  readonly windows: number;
  /** False where nothing is held out: then the text is one that was learned. */
  readonly isHeldOut: boolean;
}

const nothing = v.strictObject({});
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const token = whole(0, 262_143);
const prompt = v.pipe(v.string(), v.maxLength(LONGEST_PROMPT));
const part = v.strictObject({ layer: v.pipe(v.string(), v.maxLength(60)), index: whole(0, 1e6) });
const parts = v.pipe(v.array(part), v.maxLength(10_000));
/** What a masked model says of each hidden token of a text. */
export interface FilledMasks {
  readonly places: readonly MaskedPlace[];
  readonly text: string;
}

const between = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const sampling = v.strictObject({
  temperature: between(samplingFields.temperature),
  topK: v.pipe(between(samplingFields.topK), v.integer()),
  topP: between(samplingFields.topP),
  repetitionPenalty: between(samplingFields.repetitionPenalty),
});

export const writingCalls = {
  /** Refused with TrainingRefused when no language model is loaded. */
  writingModel: { input: nothing, output: v.custom<WritingModel>(() => true) },
  /** Pieces come as `written` events; null when given up. A job of its own, as all questions. */
  write: {
    input: v.strictObject({
      job: jobId,
      prompt,
      /** The first tokens, chosen instead of drawn. */
      given: v.pipe(v.array(token), v.maxLength(MOST_WRITTEN)),
      most: whole(1, MOST_WRITTEN),
      sampling,
      seed: whole(0, 0xffffffff),
      stopAt: v.nullable(token),
      off: parts,
    }),
    output: v.nullable(v.custom<Written>(() => true)),
  },
  /** What comes after a prompt, and the tokens asked for in any case. */
  odds: {
    input: v.strictObject({ job: jobId, prompt, besides: v.pipe(v.array(token), v.maxLength(100)), off: parts }),
    output: v.nullable(v.custom<Alternatives>(() => true)),
  },
  /** Ids of a sentence, in which `<mask>` hides a token. */
  encodeMasked: {
    input: v.strictObject({ text: prompt }),
    output: v.object({ ids: v.instance(Int32Array<ArrayBufferLike>) }),
  },
  /** What a masked model says of each hidden token. */
  fillMasks: {
    input: v.strictObject({ job: jobId, ids: v.pipe(v.array(token), v.maxLength(4096)), off: parts }),
    output: v.nullable(v.custom<FilledMasks>(() => true)),
  },
  steer: {
    input: v.strictObject({ job: jobId, prompt, target: token, off: parts }),
    output: v.nullable(v.custom<Steering>(() => true)),
  },
  ablate: {
    input: v.strictObject({ job: jobId, off: parts, parts }),
    output: v.nullable(v.custom<Ablations>(() => true)),
  },
} as const;
