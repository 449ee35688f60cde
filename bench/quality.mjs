/**
 * How well a language model learns, not how fast: nanoGPT's CPU configuration on a text of one's own, from several seeds.
 * `npm run bench -- quality FILE [--seeds N] [--steps N]`
 *
 * As nanoGPT does it: 90 % of the text to train on, AdamW with 100 steps of warm-up and a cosine from 1e-3 to 1e-4, gradients
 * clipped at norm 1, no dropout. The validation loss is the mean over 200 batches at random places of the rest.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cosine } from '../core/optim/schedules/cosine.ts';
import { fastKernels } from './contenders/weightroom/kernels.mjs';
import { mean, openLanguageModel } from './contenders/weightroom/language-model.mjs';
import { Random } from './random.mjs';
import { median } from './statistics.mjs';
import { smallForm, startingWeights } from './tasks/language.mjs';

const EVALUATION_BATCHES = 200;
const optimizer = { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, l1: 0 };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '3' }, steps: { type: 'string', default: '2000' } },
});
const [file] = positionals;
if (file === undefined) throw new Error('Name a text file: npm run bench -- quality FILE');
const steps = Number(values.steps);
const text = readFileSync(file, 'utf8');
const symbols = [...new Set(text)].sort();
const losses = [];
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const started = performance.now();
  losses.push(train(seed));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`seed ${seed}: validation loss ${losses.at(-1).toFixed(4)} after ${steps} steps, ${seconds} s`);
}
console.log(`median of ${losses.length}: ${median(losses).toFixed(4)}`);

/** @returns the validation loss after all steps */
function train(seed) {
  const random = new Random(seed);
  const task = taskOf(random);
  const kernels = fastKernels(null);
  const model = openLanguageModel(task, kernels);
  const schedule = { totalSteps: steps, warmupSteps: 100, floor: 0.1 };
  for (let step = 0; step < steps; step++) {
    const learningRate = optimizer.learningRate * cosine.factor(step, schedule);
    const settings = { ...optimizer, learningRate };
    model.update('train', step, { step: step + 1, optimizer: settings, clipNorm: 1, clipValue: 0 });
  }
  const loss = mean(EVALUATION_BATCHES, (batch) => model.loss('evaluation', batch));
  kernels.release();
  return loss;
}

function taskOf(random) {
  const places = new Map(symbols.map((symbol, i) => [symbol, i]));
  const codes = Int32Array.from(text, (symbol) => places.get(symbol));
  const split = Math.floor(0.9 * codes.length);
  const { batchSize, blockSize } = smallForm;
  const starts = (batches, from, to) => ({
    values: Int32Array.from({ length: batches * batchSize }, () => from + random.integer(to - from - blockSize)),
  });
  return {
    ...smallForm,
    vocabularySize: symbols.length,
    tensors: {
      ...startingWeights(smallForm, random, symbols.length),
      text: { values: codes },
      'train.starts': starts(steps, 0, split),
      'evaluation.starts': starts(EVALUATION_BATCHES, split, codes.length),
    },
  };
}
