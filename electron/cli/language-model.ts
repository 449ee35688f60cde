/** Language models on the command line: a ready one on a text file, a project with another text, a text read from a file. */
import { basename } from 'node:path';
import { FileError } from '../../core/data/file-error.ts';
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { makeLanguageModel, type NamedText } from '../../core/presets/language/language-preset.ts';
import { isLanguagePreset, languagePresets } from '../../core/presets/language/registry.ts';
import { decodeUtf8, Utf8Error } from '../../core/tensor/utf8.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { CommandError, UsageError } from './command.ts';
import { readBytes } from './files.ts';

/** @throws CommandError when the file is not text */
export async function readTextFile(path: string): Promise<NamedText> {
  const name = basename(path);
  try {
    return { name, text: decodeUtf8(await readBytes(path)).replaceAll('\r\n', '\n') };
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new FileError(`"${name}" is not UTF-8 text: ${error.message} Save it as UTF-8 and try again.`);
  }
}

/** `gpt-names` of `preset:gpt-names`; null for anything else. */
export function languagePresetOf(source: string): keyof typeof languagePresets | null {
  const name = source.startsWith('preset:') ? source.slice('preset:'.length) : '';
  return isLanguagePreset(name) ? name : null;
}

/** A ready language model on a text; its learning-rate schedule ends with the last step. */
export async function openLanguagePreset(
  name: keyof typeof languagePresets,
  dataPath: string | null,
  { seed, steps }: { readonly seed: number; readonly steps: number },
): Promise<NetworkDocument> {
  if (dataPath === null) {
    throw new UsageError(`preset:${name} needs a text to learn. Name it with --data FILE.txt.`);
  }
  const document = makeLanguageModel(languagePresets[name], await readTextFile(dataPath), seed);
  const training = document.training[ONLY]!;
  const scheduleSettings = { ...training.scheduleSettings, totalSteps: Math.max(1, steps) };
  return { ...document, training: { [ONLY]: { ...training, scheduleSettings } } };
}

/** The same model with another text, read by the vocabulary that it has. */
export async function withText(document: NetworkDocument, path: string): Promise<NetworkDocument> {
  const data = document.data[ONLY]!;
  return { ...document, data: { [ONLY]: { ...data, source: { ...textOf(document), ...(await readTextFile(path)) } } } };
}

/** @throws CommandError when the project is no language model */
export function textOf(document: NetworkDocument): TextSource {
  const { source } = document.data[ONLY]!;
  if (source.kind === 'text') return source;
  throw new CommandError('This project is not a language model: it learns from a table.');
}

export const tokenizerOf = (document: NetworkDocument): Tokenizer => openTokenizer(textOf(document));
