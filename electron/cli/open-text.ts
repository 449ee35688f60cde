/** Text for the command line: a file as typed, or a text that comes with the app by `corpus:NAME`. */
import { basename } from 'node:path';
import { loadCorpus } from '../../core/text/corpora/load-corpus.ts';
import { corpora, isCorpusName } from '../../core/text/corpora/registry.ts';
import type { TextLayout } from '../../core/text/encode-in-steps.ts';
import { readText } from '../../core/text/read-text.ts';
import { finish } from '../../core/text/steps.ts';
import { UsageError } from './command.ts';
import { readBytes } from './files.ts';

export interface OpenedText {
  readonly name: string;
  readonly text: string;
  readonly layout: TextLayout;
  /** Column or field that the text was taken from. */
  readonly chosen: string | null;
}

/** @param choice column of a table or dotted path of a field; null takes the one with most text */
export async function openText(source: string, choice: string | null): Promise<OpenedText> {
  if (!source.startsWith('corpus:')) {
    const name = basename(source);
    const { text, layout, chosen } = finish(readText(name, await readBytes(source), choice));
    return { name, text, layout, chosen };
  }
  const name = source.slice('corpus:'.length);
  if (!isCorpusName(name)) {
    throw new UsageError(`There is no corpus "${name}". There are: ${Object.keys(corpora).join(', ')}.`);
  }
  return { name: source, text: await loadCorpus(name), layout: corpora[name].layout, chosen: null };
}
