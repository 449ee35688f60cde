/** The benchmark drives the engine from outside of what types hold: here it must at least learn. */
import { expect, test } from 'vitest';

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
