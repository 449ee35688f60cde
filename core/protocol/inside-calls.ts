/**
 * What the page asks of the training process about the inside of the language model that is loaded there. Every question is
 * about the model as it stands; a newer question of the same kind takes the place of an older one.
 */
import * as v from 'valibot';
import type { AttentionLayer } from '../explain/language/attention-maps.ts';
import type { InnerValue } from '../explain/language/inner-values.ts';
import type { TensorPicture } from '../explain/language/tensor-picture.ts';
import type { TextObjective } from '../data/text-source.ts';

/** Longest text that is looked at: more than any context has tokens of, little enough to cut at once. */
export const LONGEST_INSIDE_TEXT = 20_000;
/** Most cells of a tensor's picture each way. */
export const TENSOR_CELLS = 320;
export const NEIGHBOURS = 12;

export interface NamedTensor {
  readonly id: string;
  /** `attention 1: query, key and value weights` */
  readonly title: string;
  readonly shape: readonly number[];
  /** What each row stands for, where rows have names. */
  readonly rowsAre: 'tokens' | 'positions' | null;
}

/** What there is to look at. */
export interface InsideSummary {
  readonly runId: number;
  readonly objective: TextObjective;
  /** How each token is shown, by id. */
  readonly tokens: readonly string[];
  /** Token that hides another; null where none does. */
  readonly mask: number | null;
  /** Token between documents, before the first letter of each line; null where none is. */
  readonly boundary: number | null;
  /** Tokens that a text may have. */
  readonly longest: number;
  /** Whether each token is read at the end of a window of its own. */
  readonly window: number | null;
  readonly attention: readonly AttentionLayer[];
  readonly values: readonly InnerValue[];
  readonly tensors: readonly NamedTensor[];
  /** Beginning of the text that it learns from, short enough to look at. */
  readonly sample: string;
}

/** As the model stood, and as it read the text. */
interface Read {
  readonly step: number;
  /** [T] */
  readonly ids: Int32Array;
}

export interface InsideAttention extends Read {
  readonly layers: readonly (AttentionLayer & {
    /** [heads, T, T] */
    readonly weights: Float32Array;
  })[];
}

export interface InsideLens extends Read {
  /** S */
  readonly stations: readonly string[];
  readonly top: number;
  /** [S, T, top] */
  readonly topIds: Int32Array;
  readonly probabilities: Float32Array;
  /** Probability of the true token; NaN where there is none. [S, T] */
  readonly truth: Float32Array;
  /** The true token of each position; -1 where there is none. [T] */
  readonly targets: Int32Array;
}

export interface InsideValues extends Read {
  readonly width: number;
  /** [T, width] */
  readonly values: Float32Array;
}

export interface InsideMap {
  readonly step: number;
  /** [rows, 2] */
  readonly points: Float64Array;
  /** Share of the variance along each of the two axes. */
  readonly explained: readonly number[];
}

export interface InsideNeighbours {
  readonly step: number;
  /** Nearest first. */
  readonly rows: Int32Array;
  readonly cosines: Float64Array;
}

export interface InsideTensor extends TensorPicture {
  readonly step: number;
}

/** Lengths (root of the sum of squares), a row per recorded step, a column per block. */
export interface InsideNorms {
  readonly step: number;
  readonly steps: Float64Array;
  readonly blocks: readonly { readonly name: string; readonly parameters: number }[];
  readonly gradient: Float64Array;
  readonly update: Float64Array;
  readonly parameters: Float64Array;
  /** Steps between two records. */
  readonly interval: number;
}

const nothing = v.strictObject({});
const name = v.pipe(v.string(), v.maxLength(200));
const text = {
  text: v.pipe(v.string(), v.maxLength(LONGEST_INSIDE_TEXT)),
  /** Positions at which the mask stands instead of the text's token. */
  hidden: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(4096)),
};
const row = v.pipe(v.number(), v.integer(), v.minValue(0));

export const insideCalls = {
  insideSummary: { input: nothing, output: v.custom<InsideSummary>(() => true) },
  insideAttention: { input: v.strictObject(text), output: v.custom<InsideAttention>(() => true) },
  insideLens: { input: v.strictObject(text), output: v.custom<InsideLens>(() => true) },
  insideValues: { input: v.strictObject({ ...text, node: name }), output: v.custom<InsideValues>(() => true) },
  insideMap: { input: v.strictObject({ tensor: name }), output: v.custom<InsideMap>(() => true) },
  insideNeighbours: { input: v.strictObject({ tensor: name, row }), output: v.custom<InsideNeighbours>(() => true) },
  insideTensor: { input: v.strictObject({ tensor: name }), output: v.custom<InsideTensor>(() => true) },
  insideNorms: { input: nothing, output: v.custom<InsideNorms>(() => true) },
} as const;
