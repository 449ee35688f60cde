/** The benchmark drives the engine from outside of what types hold: here it must at least learn. */
import { expect, test } from 'vitest';
import { portable32 } from '../../core/engine/kernels/portable.ts';

interface Model {
  readonly run: (steps: number) => void;
  readonly loss: () => number;
}
interface Case {
  readonly make: () => object;
}
const bench = new URL('../../bench/', import.meta.url);
const load = async (file: string): Promise<unknown> => import(/* @vite-ignore */ new URL(file, bench).href);

test.each([
  ['tasks/tiny.mjs', 'tinyBatch'],
  ['tasks/tiny.mjs', 'tinySamples'],
  ['tasks/sparse-graph.mjs', 'sparseGraph'],
])('%s, %s: the loss falls below half', async (file, name) => {
  const tasks = (await load(file)) as Record<string, { readonly cases: readonly [Case] }>;
  const { makeNetwork } = (await load('contenders/weightroom/network.mjs')) as {
    makeNetwork: (task: object, threads: null) => Model;
  };
  const model = makeNetwork(tasks[name]!.cases[0].make(), null);
  const before = model.loss();
  model.run(3000);
  expect(model.loss()).toBeLessThan(before / 2);
});

test("a language model by nanoGPT's names starts as the task says, and learns", async () => {
  interface Language {
    readonly update: (part: string, batch: number, settings: object) => void;
    readonly loss: (part: string, batch: number) => number;
  }
  const { openLanguageModel } = (await load('contenders/weightroom/language-model.mjs')) as {
    openLanguageModel: (task: object, kernels: object) => Language;
  };
  const { startingWeights } = (await load('tasks/language.mjs')) as {
    startingWeights: (form: object, random: object, vocabulary: number) => object;
  };
  const { Random } = (await load('random.mjs')) as { Random: new (seed: number) => object };
  const form = { layerCount: 2, headCount: 2, width: 8, blockSize: 6, batchSize: 2, vocabularySize: 5 };
  const text = Int32Array.from({ length: 40 }, (_, i) => i % 5);
  const starts = { values: Int32Array.of(0, 7) };
  const tensors = { text: { values: text }, 'train.starts': starts, ...startingWeights(form, new Random(1), 5) };
  const model = openLanguageModel({ ...form, tensors }, portable32);
  expect(model.loss('train', 0)).toBeCloseTo(Math.log(5), 1);
  const optimizer = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, l1: 0 };
  for (let step = 1; step <= 60; step++) model.update('train', 0, { step, optimizer, clipNorm: 1, clipValue: 0 });
  expect(model.loss('train', 0)).toBeLessThan(0.8);
});
