import type { Random } from '../../tensor/random.ts';
import type { TextLayout } from '../encode-in-steps.ts';

/** Text that comes with the app: a shipped file with its licence and source, or made by code from a seed. */
export interface Corpus {
  readonly title: string;
  /** One sentence: what it is and what a model learns from it. */
  readonly description: string;
  readonly layout: TextLayout;
  /** Bytes of UTF-8, so that one knows before it is loaded; held to the text by a test. */
  readonly bytes: number;
  readonly licence: string;
  readonly source: string;
  /** null for a shipped file, which `loadCorpus` reads: this table stays small enough for the page. */
  readonly make: ((random: Random) => string) | null;
}
