/**
 * Language models, the shape of nanoGPT: pre-LN blocks, no biases, LayerNorm with a weight only, erf GELU, the head tied to
 * the token embedding; AdamW, gradients clipped at norm 1, constant learning rate, no dropout.
 */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';

const symbolCount = 65;

/**
 * Text to be learned a little at a time: every other symbol, by chance, follows from the last one alone, the rest from the
 * last two. Each context has three successors, likely 0.7, 0.2 and 0.1.
 */
function markovText(length, random) {
  const successors = (contexts) => Int32Array.from({ length: contexts * 3 }, () => random.integer(symbolCount));
  const afterOne = successors(symbolCount);
  const afterTwo = successors(symbolCount ** 2);
  const text = new Int32Array(length);
  for (let i = 2; i < length; i++) {
    const drawn = random.uniform();
    const rank = drawn < 0.7 ? 0 : drawn < 0.9 ? 1 : 2;
    const pair = text[i - 2] * symbolCount + text[i - 1];
    text[i] = random.uniform() < 0.5 ? afterOne[text[i - 1] * 3 + rank] : afterTwo[pair * 3 + rank];
  }
  return text;
}

/** nanoGPT's: normal with deviation 0.02, and 0.02/√(2 layers) where a block writes into the residual stream. */
export function startingWeights({ layerCount, width, blockSize }, random, vocabularySize = symbolCount) {
  const normal = (shape, deviation) =>
    tensor(
      shape,
      random.fill(
        shape.reduce((a, b) => a * b),
        () => deviation * random.normal(),
      ),
    );
  const ones = () => tensor([width], new Float32Array(width).fill(1));
  const residual = 0.02 / Math.sqrt(2 * layerCount);
  const tensors = {
    'wte.weight': normal([vocabularySize, width], 0.02),
    'wpe.weight': normal([blockSize, width], 0.02),
  };
  for (let layer = 0; layer < layerCount; layer++) {
    tensors[`h.${layer}.ln_1.weight`] = ones();
    tensors[`h.${layer}.attn.c_attn.weight`] = normal([3 * width, width], 0.02);
    tensors[`h.${layer}.attn.c_proj.weight`] = normal([width, width], residual);
    tensors[`h.${layer}.ln_2.weight`] = ones();
    tensors[`h.${layer}.mlp.c_fc.weight`] = normal([4 * width, width], 0.02);
    tensors[`h.${layer}.mlp.c_proj.weight`] = normal([width, 4 * width], residual);
  }
  tensors['ln_f.weight'] = ones();
  return tensors;
}

function make(form) {
  const random = new Random(6);
  const text = markovText(200_000, random);
  const starts = (batches) =>
    tensor(
      [batches, form.batchSize],
      Int32Array.from({ length: batches * form.batchSize }, () => random.integer(text.length - form.blockSize - 1)),
    );
  return {
    kind: 'transformer',
    ...form,
    vocabularySize: symbolCount,
    optimizer: {
      name: 'adamw',
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.1, // on matrices only
      clipNorm: 1,
    },
    tensors: {
      text: tensor([text.length], text),
      'train.starts': starts(256),
      'evaluation.starts': starts(4),
      ...startingWeights(form, random),
    },
  };
}

const language = (name, form, title, { milliseconds, lossSteps }) => ({
  name,
  title,
  cases: [
    {
      name,
      unit: 'tokens',
      milliseconds,
      lossSteps,
      perStep: form.batchSize * form.blockSize,
      make: () => make(form),
    },
  ],
});

/** nanoGPT's CPU configuration. */
export const smallForm = { layerCount: 4, headCount: 4, width: 128, blockSize: 64, batchSize: 12 };

export const languageSmall = language(
  'language-small',
  smallForm,
  "Language model, nanoGPT's CPU configuration: 4 layers, 4 heads, 128 wide, block 64, batch 12 (0.8 M parameters)",
  { milliseconds: 1500, lossSteps: 100 },
);

export const languageLarge = language(
  'language-large',
  { layerCount: 6, headCount: 6, width: 384, blockSize: 256, batchSize: 8 },
  'Language model: 6 layers, 6 heads, 384 wide, block 256, batch 8 (10.7 M parameters)',
  { milliseconds: 3000, lossSteps: 10 },
);
