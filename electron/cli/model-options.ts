/** The choices that the window offers of a ready language model, as options: how its text is cut, and its sizes. */
import type { LanguagePreset, PresetForm } from '../../core/presets/language/language-preset.ts';
import { largestSizes, widened } from '../../core/presets/language/model-plan.ts';
import { languagePresets, type LanguagePresetName } from '../../core/presets/language/registry.ts';
import { FORMS_OF_FEED_FORWARD, FORMS_OF_NORM } from '../../core/presets/language/transformer.ts';
import { fieldProblem, initialSettings, type Fields } from '../../core/settings/field.ts';
import { isTokenizerName, tokenizerKinds } from '../../core/text/tokenizers/registry.ts';
import { wholeNumber, type Arguments } from './arguments.ts';
import { UsageError } from './command.ts';

const LARGEST_DROPOUT = 0.9;
const LARGEST_SHARE = 0.9;

interface SizeOption {
  /** What may follow it: `N`, or the choices. */
  readonly values: string;
  readonly meaning: string;
  readonly change: (form: PresetForm, text: string, name: string) => PresetForm;
}

const sizeOptions: Readonly<Record<string, SizeOption>> = {
  layers: {
    values: 'N',
    meaning: 'blocks of attention and feed-forward',
    change: (form, text) => ({ ...form, layers: size('layers', text) }),
  },
  heads: {
    values: 'N',
    meaning: 'heads of each attention',
    change: (form, text) => ({ ...form, heads: size('heads', text) }),
  },
  width: {
    values: 'N',
    meaning: 'numbers that stand for a token',
    change: (form, text) => widened(form, size('width', text)),
  },
  context: {
    values: 'N',
    meaning: 'tokens that it sees at once',
    change: (form, text) => ({ ...form, context: size('context', text) }),
  },
  hidden: {
    values: 'N',
    meaning: 'units inside each feed-forward',
    change: (form, text) => ({ ...form, feedForward: { ...form.feedForward, hidden: size('hidden', text) } }),
  },
  'feed-forward': {
    values: `"${FORMS_OF_FEED_FORWARD.join('|')}"`,
    meaning: 'what those units do',
    change: (form, text, name) => ({
      ...form,
      feedForward: { ...form.feedForward, form: oneOf(name, text, FORMS_OF_FEED_FORWARD) },
    }),
  },
  norm: {
    values: FORMS_OF_NORM.join('|'),
    meaning: 'how numbers are kept at one size',
    change: (form, text, name) => ({
      ...form,
      normalisation: { ...form.normalisation, form: oneOf(name, text, FORMS_OF_NORM) },
    }),
  },
  positions: {
    values: 'learned|rotary',
    meaning: 'how it knows where a token stands',
    change: (form, text, name) => ({ ...form, positions: oneOf(name, text, ['learned', 'rotary']) }),
  },
  guesses: {
    values: 'next|hidden',
    meaning: 'the next token (GPT), or hidden ones (BERT)',
    change: (form, text, name) => ({
      ...form,
      sees: oneOf(name, text, ['next', 'hidden']) === 'next' ? 'earlier positions' : 'all positions',
    }),
  },
  dropout: {
    values: 'SHARE',
    meaning: `numbers that each step leaves out, 0 to ${LARGEST_DROPOUT}`,
    change: (form, text, name) => ({ ...form, dropout: shareOf(name, text, LARGEST_DROPOUT) }),
  },
  tied: {
    values: 'yes|no',
    meaning: 'whether the head uses the table of the embedding',
    change: (form, text, name) => ({ ...form, isTied: isYes(name, text) }),
  },
  biases: {
    values: 'yes|no',
    meaning: 'whether matrices have biases',
    change: (form, text, name) => ({ ...form, hasBias: isYes(name, text) }),
  },
};

const cutting = {
  tokenizer: 'text',
  vocabulary: 'text',
  unknown: 'switch',
  'keep-case': 'switch',
  'held-out': 'text',
} as const;

export const modelOptions: Readonly<Record<string, 'text' | 'switch'>> = {
  ...cutting,
  ...Object.fromEntries(Object.keys(sizeOptions).map((name) => [name, 'text' as const])),
};

export const modelHelp: readonly (readonly [option: string, meaning: string])[] = [
  ['--tokenizer character|word|byte-pair', 'of a ready language model: how its text is cut; else as the preset says'],
  ['--vocabulary N', 'largest vocabulary'],
  ['--unknown', 'of characters: a token for whatever another text may hold'],
  ['--keep-case', 'of words: The and the are two'],
  ['--held-out SHARE', `share of the text that is not learned but measured on, 0 to ${LARGEST_SHARE}`],
  ...Object.entries(sizeOptions).map(([name, { values, meaning }]) => [`--${name} ${values}`, meaning] as const),
];

/** The same in one line, for a command whose main concern they are not. */
export const modelHelpInShort: readonly (readonly [option: string, meaning: string])[] = [
  ['--tokenizer, --vocabulary, --layers, --width …', 'of a ready language model: all that train has'],
];

export interface ModelOptions {
  readonly tokenizer: LanguagePreset['tokenizer'];
  /** null = the preset's own. */
  readonly form: PresetForm | null;
  readonly validationShare: number;
}

/** @throws UsageError for sizes of a model that is no transformer, and for values that there are not */
export function readModelOptions(given: Arguments, name: LanguagePresetName): ModelOptions {
  const preset: LanguagePreset = languagePresets[name];
  let form: PresetForm | null = null;
  for (const [option, { change }] of Object.entries(sizeOptions)) {
    const text = given.text(option);
    if (text === null) continue;
    if (!preset.form) {
      throw new UsageError(`preset:${name} is no transformer and has no sizes to choose. Leave --${option} out.`);
    }
    form = change(form ?? preset.form, text, option);
  }
  const heldOut = given.text('held-out');
  const validationShare = heldOut === null ? preset.validationShare : shareOf('held-out', heldOut, LARGEST_SHARE);
  return { tokenizer: readTokenizer(given, preset), form, validationShare };
}

/** @throws UsageError when any of these options is given: they belong to a ready language model */
export function refuseModelOptions({ text, isSet }: Arguments): void {
  const option = Object.keys(modelOptions).find((name) => text(name) !== null || isSet(name));
  if (option === undefined) return;
  throw new UsageError(
    `--${option} is for a new language model: preset:NAME with NAME one of ${Object.keys(languagePresets).join(', ')}. A project keeps what it has.`,
  );
}

function readTokenizer({ text, isSet }: Arguments, preset: LanguagePreset): LanguagePreset['tokenizer'] {
  const kind = text('tokenizer') ?? preset.tokenizer.kind;
  if (!isTokenizerName(kind)) {
    throw new UsageError(`--tokenizer must be ${Object.keys(tokenizerKinds).join(', ')}, not "${kind}".`);
  }
  const fields: Fields = tokenizerKinds[kind].fields;
  const own = kind === preset.tokenizer.kind ? preset.tokenizer.settings : {};
  const settings: Record<string, number> = { ...initialSettings(fields), ...own };
  const wanted = text('vocabulary');
  if (wanted !== null) settings['size'] = wholeNumber('vocabulary', wanted, 1, fields['size']!.max);
  const problem = fieldProblem(fields['size']!, settings['size']!);
  if (problem !== null) throw new UsageError(`--vocabulary: ${problem}`);
  if (isSet('unknown')) {
    if (!fields['unknown'])
      throw new UsageError('--unknown is for --tokenizer character: words have that token, byte pairs need none.');
    settings['unknown'] = 1;
  }
  if (isSet('keep-case')) {
    if (!fields['lowerCase']) throw new UsageError('--keep-case is for --tokenizer word.');
    settings['lowerCase'] = 0;
  }
  return { kind, settings };
}

const size = (name: keyof typeof largestSizes, text: string): number => wholeNumber(name, text, 1, largestSizes[name]);

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`--${name} must be ${choices.join(', ')}, not "${text}".`);
}

const isYes = (name: string, text: string): boolean => oneOf(name, text, ['yes', 'no']) === 'yes';

function shareOf(name: string, text: string, largest: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= largest) return value;
  throw new UsageError(`--${name} must be from 0 to ${largest}, not "${text}".`);
}
