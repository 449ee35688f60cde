/** Language models on the command line: a ready one on a text file, a project with another text, a text read from a file. */
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { makeLanguageModel, type LanguagePreset } from '../../core/presets/language/language-preset.ts';
import { isLanguagePreset, languagePresets } from '../../core/presets/language/registry.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { CommandError } from './command.ts';
import { openText } from './open-text.ts';

/** `gpt-names` of `preset:gpt-names`; null for anything else. */
export function languagePresetOf(source: string): keyof typeof languagePresets | null {
  const name = source.startsWith('preset:') ? source.slice('preset:'.length) : '';
  return isLanguagePreset(name) ? name : null;
}

/** A ready language model on a text, its own unless one is named; its learning-rate schedule ends with the last step. */
export async function openLanguagePreset(
  name: keyof typeof languagePresets,
  dataPath: string | null,
  { seed, steps }: { readonly seed: number; readonly steps: number },
): Promise<NetworkDocument> {
  const preset: LanguagePreset = languagePresets[name];
  const text = await openText(dataPath ?? `corpus:${preset.corpus}`, null);
  const document = makeLanguageModel(preset, text, seed);
  const training = document.training[ONLY]!;
  const scheduleSettings = { ...training.scheduleSettings, totalSteps: Math.max(1, steps) };
  return { ...document, training: { [ONLY]: { ...training, scheduleSettings } } };
}

/** The same model with another text, read by the vocabulary that it has. */
export async function withText(document: NetworkDocument, path: string): Promise<NetworkDocument> {
  const data = document.data[ONLY]!;
  const { name, text } = await openText(path, null);
  return { ...document, data: { [ONLY]: { ...data, source: { ...textOf(document), name, text } } } };
}

/** @throws CommandError when the project is no language model */
export function textOf(document: NetworkDocument): TextSource {
  const { source } = document.data[ONLY]!;
  if (source.kind === 'text') return source;
  throw new CommandError('This project is not a language model: it learns from a table.');
}

export const tokenizerOf = (document: NetworkDocument): Tokenizer => openTokenizer(textOf(document));
