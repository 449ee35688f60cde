/**
 * What the page asks of the training process about text for language models. Texts and token ids stay in that process; the
 * page gets numbers, the vocabulary, and the beginning of the text to show.
 */
import * as v from 'valibot';
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
  readonly task: 'reading' | 'counting' | 'learning' | 'encoding';
  /** From 0 to 1. */
  readonly done: number;
  readonly merges: readonly Merge[];
}

const nothing = v.strictObject({});
const name = v.pipe(v.string(), v.maxLength(260));
const layout = v.picklist(['continuous', 'lines'] as const satisfies readonly TextLayout[]);
const bytes = v.instance(Uint8Array<ArrayBufferLike>);
const summaryOfText = v.custom<TextSummary>(() => true);
const summaryOfTokenizer = v.custom<TokenizerSummary>(() => true);
const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  v.picklist(Object.keys(table) as Name[]);

export const textCalls = {
  /**
   * Takes the place of the text before; the tokenizer stays. `layout` says whether each line is a document, where the person did: else
   * the kind of file and its lines decide. Refused with FileError's message.
   */
  openText: {
    input: v.strictObject({ name, bytes, choice: v.nullable(name), layout: v.optional(v.nullable(layout)) }),
    output: summaryOfText,
  },
  openCorpus: { input: v.strictObject({ name: namesOf<CorpusName>(corpora) }), output: summaryOfText },
  learnTokenizer: {
    input: v.strictObject({
      kind: namesOf<TokenizerName>(tokenizerKinds),
      settings: v.record(v.pipe(v.string(), v.maxLength(40)), v.number()),
    }),
    output: summaryOfTokenizer,
  },
  importTokenizer: { input: v.strictObject({ name, bytes }), output: summaryOfTokenizer },
  exportTokenizer: { input: nothing, output: v.object({ bytes }) },
  /** The long work that is under way answers with the code `TextCancelled`, and changes nothing. */
  cancelText: { input: nothing, output: nothing },
} as const;
