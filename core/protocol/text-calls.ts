/**
 * What the page asks of the training process about text for language models. Texts and token ids stay in that process; the
 * page gets numbers, the vocabulary, and the beginning of the text to show.
 */
import * as v from 'valibot';
import type { SplitSizes } from '../data/text-split.ts';
import { corpora, type CorpusName } from '../text/corpora/registry.ts';
import type { TextLayout } from '../text/encode-in-steps.ts';
import type { TextStatistics } from '../text/statistics.ts';
import { tokenizerKinds, type TokenizerName } from '../text/tokenizers/registry.ts';
import type { Merge, SpecialTokens, Tokenizer } from '../text/tokenizers/tokenizer.ts';

/** As much of a text as the page shows. */
export const SHOWN_CHARACTERS = 200_000;

export interface TextSummary {
  readonly name: string;
  readonly layout: TextLayout;
  /** Columns or fields to choose from; empty for a plain text. */
  readonly choices: readonly string[];
  readonly chosen: string | null;
  /** Rows or lines that had no text in that place. */
  readonly skipped: number;
  readonly statistics: TextStatistics;
}

export interface TokenizerSummary {
  readonly kind: Tokenizer['kind'];
  readonly size: number;
  readonly tokens: readonly string[];
  readonly special: SpecialTokens;
  /** Each token's bytes as hexadecimal numbers, `20 74 68 65`; empty for a special token. */
  readonly bytes: readonly string[];
  /** How often each token occurs in the whole text. [V] */
  readonly counts: Uint32Array;
  readonly tokenCount: number;
  /** Ids of the beginning of the text, `SHOWN_CHARACTERS` long. */
  readonly beginning: Int32Array;
  /** Characters of the text that `beginning` covers. */
  readonly shownCharacters: number;
}

/** How far long work on text is; `merges` are those since the last such event. */
export interface TextProgress {
  /** `fetching` is the page's own part of it: a file's bytes on their way to the training process. */
  readonly task: 'fetching' | 'reading' | 'counting' | 'learning' | 'encoding';
  /** From 0 to 1. */
  readonly done: number;
  readonly merges: readonly Merge[];
}

const nothing = v.strictObject({});
const name = v.pipe(v.string(), v.maxLength(260));
const layout = v.picklist(['continuous', 'lines'] as const satisfies readonly TextLayout[]);
const bytes = v.instance(Uint8Array<ArrayBufferLike>);
/** Of a text that is held out from training. */
export const validationShare = v.pipe(v.number(), v.minValue(0), v.maxValue(0.9));
const summaryOfText = v.custom<TextSummary>(() => true);
const summaryOfTokenizer = v.custom<TokenizerSummary>(() => true);
const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  v.picklist(Object.keys(table) as Name[]);

export const textCalls = {
  /** A text comes in parts, so that no single message holds the page up. Refused with FileError's message when it is too long. */
  beginText: {
    input: v.strictObject({ name, size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    output: nothing,
  },
  pushText: { input: v.strictObject({ bytes }), output: nothing },
  /**
   * What has come takes the place of the text before; the tokenizer stays. `layout` says whether each line is a document, where the
   * person did: else the kind of file and its lines decide. Refused with FileError's message.
   */
  openText: {
    input: v.strictObject({ choice: v.nullable(name), layout: v.nullable(layout) }),
    output: summaryOfText,
  },
  /** Keeps a text of a document, so that it can be named from then on. */
  shelveText: { input: v.strictObject({ utf8: bytes }), output: v.object({ id: v.number() }) },
  hasText: { input: v.strictObject({ id: v.number() }), output: v.object({ isThere: v.boolean() }) },
  openCorpus: { input: v.strictObject({ name: namesOf<CorpusName>(corpora) }), output: summaryOfText },
  learnTokenizer: {
    input: v.strictObject({
      kind: namesOf<TokenizerName>(tokenizerKinds),
      settings: v.record(v.pipe(v.string(), v.maxLength(40)), v.number()),
    }),
    output: summaryOfTokenizer,
  },
  importTokenizer: { input: v.strictObject({ name, bytes }), output: summaryOfTokenizer },
  /** How the text is divided when this share of it is held out; null before it is cut into tokens. */
  splitText: {
    input: v.strictObject({ validationShare }),
    output: v.nullable(v.custom<SplitSizes>(() => true)),
  },
  /** Any text, by the present tokenizer. Refused with TokenizerError's message when it has no token for something. */
  tokenizeText: {
    input: v.strictObject({ text: v.pipe(v.string(), v.maxLength(SHOWN_CHARACTERS)) }),
    output: v.object({ ids: v.instance(Int32Array<ArrayBufferLike>) }),
  },
  exportTokenizer: { input: nothing, output: v.object({ bytes }) },
  /** The long work that is under way answers with the code `TextCancelled`, and changes nothing. */
  cancelText: { input: nothing, output: nothing },
} as const;
