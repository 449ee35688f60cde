/** Language models on the command line: a ready one on a text, a project with another text. */
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { learnVocabulary } from '../../core/presets/language/language-preset.ts';
import { makeModel } from '../../core/presets/language/make-model.ts';
import { modelPlan } from '../../core/presets/language/model-plan.ts';
import { isLanguagePreset, languagePresets, type LanguagePresetName } from '../../core/presets/language/registry.ts';
import type { Drawing } from '../../core/presets/language/transformer.ts';
import { encodeInSteps } from '../../core/text/encode-in-steps.ts';
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import { finish } from '../../core/text/steps.ts';
import type { Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { CommandError } from './command.ts';
import type { ModelOptions } from './model-options.ts';
import { asItIs, openText, type TextReading } from './open-text.ts';

/** `gpt-names` of `preset:gpt-names`; null for anything else. */
export function languagePresetOf(source: string): LanguagePresetName | null {
  const name = source.startsWith('preset:') ? source.slice('preset:'.length) : '';
  return isLanguagePreset(name) ? name : null;
}

export interface LanguageChoice {
  /** A file or `corpus:NAME`; null = the preset's own text. */
  readonly data: string | null;
  readonly reading: TextReading;
  /** null = as the preset has them. */
  readonly model: ModelOptions | null;
  readonly seed: number;
  /** Steps after which the learning rate has fallen; null = the preset's. */
  readonly scheduleSteps: number | null;
}

const asPreset: LanguageChoice = { data: null, reading: asItIs, model: null, seed: 1, scheduleSteps: null };

/** A ready language model on a text, made as the window makes it. */
export async function openLanguagePreset(
  name: LanguagePresetName,
  choice: LanguageChoice = asPreset,
): Promise<NetworkDocument> {
  const { opened, tokenizer, form } = await cutText(name, choice);
  const { seed, scheduleSteps } = choice;
  const ids = finish(encodeInSteps(tokenizer, opened.text, opened.layout));
  const validationShare = choice.model?.validationShare ?? languagePresets[name].validationShare;
  const document = makeModel(
    { ...opened, utf8: encodeUtf8(opened.text), tokenizer, ids },
    { preset: name, form, validationShare, seed },
  );
  if (scheduleSteps === null) return document;
  const training = document.training[ONLY]!;
  const scheduleSettings = { ...training.scheduleSettings, totalSteps: Math.max(1, scheduleSteps) };
  return { ...document, training: { [ONLY]: { ...training, scheduleSettings } } };
}

/** Only what is drawn of it, however large. */
export async function drawLanguagePreset(name: LanguagePresetName, choice: Partial<LanguageChoice>): Promise<Drawing> {
  const { tokenizer, form } = await cutText(name, { ...asPreset, ...choice });
  return modelPlan(name, form).draw(tokenizer.size);
}

async function cutText(name: LanguagePresetName, { data, reading, model }: LanguageChoice) {
  const { corpus, tokenizer: usual } = languagePresets[name];
  const opened = await openText(data ?? `corpus:${corpus}`, reading);
  const form = model?.form ?? null;
  const tokenizer = learnVocabulary(model?.tokenizer ?? usual, modelPlan(name, form).objective, opened);
  return { opened, tokenizer, form };
}

/** The same model with another text, cut by the vocabulary that it has, in documents where its own text is unless said otherwise. */
export async function withText(
  document: NetworkDocument,
  path: string,
  { field, layout }: TextReading,
): Promise<NetworkDocument> {
  const data = document.data[ONLY]!;
  const own = textOf(document);
  const { name, text } = await openText(path, { field, layout });
  const source = { ...own, name, utf8: encodeUtf8(text), layout: layout ?? own.layout };
  return { ...document, data: { [ONLY]: { ...data, source } } };
}

/** @throws CommandError when the project is no language model */
export function textOf(document: NetworkDocument): TextSource {
  const { source } = document.data[ONLY]!;
  if (source.kind === 'text') return source;
  throw new CommandError('This project is not a language model: it learns from a table.');
}

export const tokenizerOf = (document: NetworkDocument): Tokenizer => openTokenizer(textOf(document));
