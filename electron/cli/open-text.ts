/** Text for the command line: a file as typed, or a text that comes with the app by `corpus:NAME`; and the options that say how to read it. */
import { basename } from 'node:path';
import { loadCorpus } from '../../core/text/corpora/load-corpus.ts';
import { corpora, isCorpusName } from '../../core/text/corpora/registry.ts';
import type { TextLayout } from '../../core/text/encode-in-steps.ts';
import { readText } from '../../core/text/read-text.ts';
import { finish } from '../../core/text/steps.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './command.ts';
import { readBytes } from './files.ts';

/** How the text in a file is to be read. */
export interface TextReading {
  /** Column of a table or dotted path of a field; null takes the one with most text. */
  readonly field: string | null;
  /** Whether each line is a document; null = as the kind of file and its lines have it. */
  readonly layout: TextLayout | null;
}

export const asItIs: TextReading = { field: null, layout: null };

export const readingOptions = { field: 'text', layout: 'text' } as const;

export const readingHelp: readonly (readonly [option: string, meaning: string])[] = [
  ['--field NAME', 'of a text: column of a .csv, or dotted path of a field of a .jsonl; else the one with most text'],
  [
    '--layout lines|continuous',
    'each line of the text is a document, or all is one text; else rows and lists of words are documents',
  ],
];

const layouts = ['lines', 'continuous'] as const satisfies readonly TextLayout[];

/** @throws UsageError for a layout that there is not */
export function textReading({ text }: Arguments): TextReading {
  const given = text('layout');
  const layout = layouts.find((one) => one === given) ?? null;
  if (given !== null && layout === null) {
    throw new UsageError(`--layout must be ${layouts.join(' or ')}, not "${given}".`);
  }
  return { field: text('field'), layout };
}

export interface OpenedText {
  readonly name: string;
  readonly text: string;
  readonly layout: TextLayout;
  /** Column or field that the text was taken from. */
  readonly chosen: string | null;
}

export async function openText(source: string, { field, layout }: TextReading): Promise<OpenedText> {
  if (!source.startsWith('corpus:')) {
    const name = basename(source);
    const read = finish(readText(name, await readBytes(source), field, layout));
    return { name, text: read.text, layout: read.layout, chosen: read.chosen };
  }
  const name = source.slice('corpus:'.length);
  if (!isCorpusName(name)) {
    throw new UsageError(`There is no corpus "${name}". There are: ${Object.keys(corpora).join(', ')}.`);
  }
  return { name: source, text: await loadCorpus(name), layout: layout ?? corpora[name].layout, chosen: null };
}
