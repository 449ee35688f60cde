/** Ready language models: a drawing, the text it learns from, and settings that learn. */
import { compileNetwork } from '../../compile/compile.ts';
import { initialParameters } from '../../compile/initial-parameters.ts';
import { FileError } from '../../data/file-error.ts';
import type { TextObjective, TextSource } from '../../data/text-source.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { plainSteps, type NetworkDocument, type TrainingSettings } from '../../document/document.ts';
import { optimizers } from '../../optim/optimizers/registry.ts';
import { initialSettings } from '../../settings/field.ts';
import type { CorpusName } from '../../text/corpora/registry.ts';
import type { TextLayout } from '../../text/encode-in-steps.ts';
import { usualLayout } from '../../text/layout.ts';
import { trainTokenizer, type TokenizerName } from '../../text/tokenizers/registry.ts';
import { TokenizerError, type Tokenizer } from '../../text/tokenizers/tokenizer.ts';
import type { Drawing, TransformerForm } from './transformer.ts';

/** A transformer but for the tokens that its text has. */
export type PresetForm = Omit<TransformerForm, 'vocabulary'>;

/** Which documents a new model holds out. */
export const SPLIT_SEED = 1;

export interface LanguagePreset {
  readonly title: string;
  /** One sentence: what one sees in it. */
  readonly description: string;
  /** Text that comes with the app and suits it. */
  readonly corpus: CorpusName;
  readonly objective: TextObjective;
  readonly tokenizer: { readonly kind: TokenizerName; readonly settings: Readonly<Record<string, number>> };
  readonly validationShare: number;
  readonly draw: (vocabulary: number) => Drawing;
  /** What it is drawn by where it is a transformer: what people may choose otherwise. */
  readonly form?: PresetForm;
  readonly training: LanguageTraining;
}

/** Settings by AdamW with a warm-up and half a cosine down to a tenth. */
export interface LanguageTraining {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly steps: number;
  readonly warmupSteps: number;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** Where it is not said, as the text is usually taken. */
  readonly layout?: TextLayout;
}

/** What makes a model besides its text: a preset, or one with other sizes. */
export type ModelPlan = Pick<LanguagePreset, 'objective' | 'validationShare' | 'draw' | 'training'>;

/**
 * The preset on a text, its vocabulary learned from it, with starting values from the seed.
 *
 * @throws FileError when the text gives no vocabulary
 */
export function makeLanguageModel(
  preset: LanguagePreset,
  { name, text, layout }: NamedText,
  seed = 1,
): NetworkDocument {
  const known = { name, text, layout: layout ?? usualLayout(text) };
  const tokenizer = learnVocabulary(preset.tokenizer, preset.objective, known);
  return modelOn(preset, { ...known, utf8: encodeUtf8(text) }, tokenizer, seed);
}

/** A model on a text with a vocabulary that is there already, with starting values from the seed. */
export function modelOn(
  { objective, validationShare, draw, training }: ModelPlan,
  { name, utf8, layout }: Pick<TextSource, 'name' | 'utf8' | 'layout'>,
  tokenizer: Tokenizer,
  seed: number,
): NetworkDocument {
  const { layers, connections } = draw(tokenizer.size);
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new RangeError(problems[0]?.message ?? 'The model cannot be computed.');
  const settings = trainingOf(training, seed);
  const source: TextSource = { kind: 'text', name, utf8, layout, objective, tokenizer: tokenizer.toJson() };
  return {
    layers,
    connections,
    parameters: initialParameters(network, settings.initializer, seed),
    labels: {},
    notes: {},
    groups: {},
    constraints: {},
    ties: {},
    data: { now: { source, inputs: [], targets: [], validationShare, splitSeed: SPLIT_SEED, standardise: false } },
    training: { now: settings },
    run: {},
  };
}

/**
 * A vocabulary with an end token where lines are documents, and a mask where hidden tokens are to be guessed.
 *
 * @throws FileError when the text gives none
 */
export function learnVocabulary(
  { kind, settings }: LanguagePreset['tokenizer'],
  objective: TextObjective,
  { name, text, layout }: Required<NamedText>,
): Tokenizer {
  const special = { boundary: layout === 'lines' ? 1 : 0, mask: objective === 'masked' ? 1 : 0 };
  try {
    return trainTokenizer(kind, text, { ...settings, ...special });
  } catch (error) {
    if (error instanceof TokenizerError) throw new FileError(`"${name}" gives no vocabulary. ${error.message}`);
    throw error;
  }
}

function trainingOf({ batchSize, learningRate, weightDecay, steps, warmupSteps }: LanguageTraining, seed: number) {
  const optimizer = initialSettings(optimizers.adamw.fields);
  const settings: TrainingSettings = {
    ...plainSteps,
    loss: 'softmaxCrossEntropy',
    optimizer: 'adamw',
    optimizerSettings: { ...optimizer, learningRate, weightDecay, beta1: 0.9, beta2: 0.99 },
    initializer: 'gpt2',
    batchSize,
    seed,
    schedule: 'cosine',
    scheduleSettings: { totalSteps: steps, warmupSteps, floor: 0.1 },
    clipNorm: 1,
    precision: 'float32',
  };
  return settings;
}
