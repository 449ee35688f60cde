/** Every ready language model: a new one is one entry here. */
import type { LanguagePreset, PresetForm } from './language-preset.ts';
import { drawBigram, drawWindowNetwork } from './simple.ts';
import { drawTransformer } from './transformer.ts';

const characters = { kind: 'character', settings: {} } as const;
const names = { corpus: 'first-names', objective: 'next', tokenizer: characters } as const;
const running = { corpus: 'moby-dick', objective: 'next', tokenizer: characters } as const;

/** nanoGPT's: LayerNorm with weights alone, no biases, the head tied to the embedding. */
const nanoGpt = (layers: number, heads: number, width: number, context: number, dropout: number) =>
  ({
    ...{ layers, heads, width, context, dropout },
    feedForward: { hidden: 4 * width, form: 'GELU' },
    normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
    positions: 'learned',
    sees: 'earlier positions',
    hasBias: false,
    isTied: true,
  }) as const satisfies PresetForm;

const transformer = (form: PresetForm): Pick<Required<LanguagePreset>, 'form' | 'draw'> => ({
  form,
  draw: (vocabulary) => drawTransformer({ ...form, vocabulary }),
});

export const languagePresets = {
  bigram: {
    title: 'Bigram table',
    description: 'One table: after each letter, a score for each letter. The simplest model that can write.',
    ...names,
    validationShare: 0.1,
    draw: drawBigram,
    training: { batchSize: 64, learningRate: 0.1, weightDecay: 0, steps: 500, warmupSteps: 10 },
  },
  'letters-mlp': {
    title: 'Embeddings and a hidden layer',
    description: 'Three letters, looked up and laid side by side, through one hidden layer (Bengio 2003).',
    ...names,
    validationShare: 0.1,
    draw: (vocabulary) => drawWindowNetwork({ vocabulary, context: 3, width: 10, hidden: 64 }),
    training: { batchSize: 64, learningRate: 0.01, weightDecay: 0.01, steps: 2000, warmupSteps: 50 },
  },
  'gpt-names': {
    title: 'A GPT that invents names',
    description: '4\u202f192 parameters: one block, 16 wide, 4 heads. In seconds it writes names that nobody has.',
    ...names,
    validationShare: 0.1,
    ...transformer({
      ...nanoGpt(1, 4, 16, 16, 0),
      feedForward: { hidden: 64, form: 'ReLU' },
      normalisation: { form: 'RMSNorm', hasWeights: false, around: 'first' },
      isTied: false,
    }),
    training: { batchSize: 32, learningRate: 0.01, weightDecay: 0.01, steps: 3000, warmupSteps: 50 },
  },
  'gpt-sentences': {
    title: 'A GPT of whole words',
    description: 'Words of a tiny grammar: after a minute every verb agrees with its subject.',
    ...names,
    corpus: 'grammar',
    tokenizer: { kind: 'word', settings: {} },
    validationShare: 0.1,
    ...transformer(nanoGpt(1, 4, 32, 20, 0)),
    training: { batchSize: 16, learningRate: 0.005, weightDecay: 0.01, steps: 800, warmupSteps: 40 },
  },
  'gpt-verses': {
    title: 'A GPT that writes verses',
    description:
      '90 thousand parameters on Genesis and Psalms, character by character: in minutes from noise to verses.',
    ...running,
    corpus: 'king-james',
    validationShare: 0.1,
    ...transformer(nanoGpt(3, 4, 48, 96, 0)),
    training: { batchSize: 16, learningRate: 4e-3, weightDecay: 0.1, steps: 4000, warmupSteps: 100 },
  },
  'gpt-char-small': {
    title: 'A small GPT on characters',
    description:
      "nanoGPT's CPU configuration at twice its learning rate, 0.8 million parameters: from noise to words in a few minutes.",
    ...running,
    validationShare: 0.1,
    ...transformer(nanoGpt(4, 4, 128, 64, 0)),
    training: { batchSize: 12, learningRate: 2e-3, weightDecay: 0.1, steps: 2000, warmupSteps: 100 },
  },
  'gpt-char-10m': {
    title: 'A large GPT on characters',
    description:
      "nanoGPT's 10 million parameters: 6 blocks, 384 wide, 256 characters at once. 18 hours or more on two cores; stop whenever you like.",
    ...running,
    validationShare: 0.1,
    ...transformer(nanoGpt(6, 6, 384, 256, 0.2)),
    training: { batchSize: 64, learningRate: 1e-3, weightDecay: 0.1, steps: 5000, warmupSteps: 100 },
  },
  'bert-char': {
    title: 'A small BERT on characters',
    description: 'Sees both sides and guesses hidden characters, 15 % of them, as BERT does.',
    ...running,
    objective: 'masked',
    validationShare: 0.1,
    ...transformer({ ...nanoGpt(4, 4, 128, 64, 0), sees: 'all positions', hasBias: true }),
    training: { batchSize: 24, learningRate: 1e-3, weightDecay: 0.1, steps: 3000, warmupSteps: 100 },
  },
} as const satisfies Record<string, LanguagePreset>;

export type LanguagePresetName = keyof typeof languagePresets;

export const isLanguagePreset = (name: string): name is LanguagePresetName => Object.hasOwn(languagePresets, name);
