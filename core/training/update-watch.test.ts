import { expect, test } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { compileNetwork } from '../compile/compile.ts';
import { ONLY } from '../document/document.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { TimedTrainer } from './timed-trainer.ts';
import { UpdateWatch } from './update-watch.ts';

function makeTrainer(): TimedTrainer {
  const text = 'emma\nolivia\nava\nisabella\nsophia\nmia\n'.repeat(3);
  const document = makeLanguageModel(languagePresets['gpt-names'], { name: 'names', text }, 1);
  const { network } = compileNetwork(document.layers, document.connections);
  return new TimedTrainer({
    network: network!,
    data: prepareData(document.data[ONLY]!),
    settings: { ...document.training[ONLY]!, batchSize: 4, precision: 'float64' },
    parameters: document.parameters,
    position: null,
  });
}

test('the norms of a watched step are those of its gradients, moves and parameters', () => {
  const timed = makeTrainer();
  timed.steps(9);
  const { gradients, updates } = timed.traceStep();
  const record = timed.updateWatch!.records(10).at(-1)!;
  expect(record.step).toBe(10);
  const squares = (table: Record<string, Float64Array>): number =>
    Object.values(table)
      .flatMap((values) => [...values])
      .reduce((sum, value) => sum + value * value, 0);
  const total = (sums: Float64Array): number => sums.reduce((sum, value) => sum + value, 0);
  expect(total(record.gradient)).toBeCloseTo(squares(gradients), 10);
  expect(total(record.update) / squares(updates)).toBeCloseTo(1, 10);
  expect(total(record.parameters)).toBeCloseTo(squares(timed.trainer.parameters), 10);
  const [owner] = timed.updateWatch!.owners;
  const own = Object.entries(gradients).filter(([id]) => id.startsWith(`${owner}.`));
  expect(record.gradient[0]).toBeCloseTo(squares(Object.fromEntries(own)), 12);
});

test('being watched changes no bit of training', () => {
  const [watched, alone] = [makeTrainer(), makeTrainer()];
  alone.trainer.watch = null;
  watched.steps(25);
  alone.steps(25);
  expect(watched.trainer.parameters).toEqual(alone.trainer.parameters);
});

test('going back shows the past, and a branch has what it shares and its own', () => {
  const timed = makeTrainer();
  const watch = timed.updateWatch!;
  timed.steps(40);
  const steps = (): number[] => watch.records(timed.trainer.stepsDone).map(({ step }) => step);
  expect(steps()).toEqual([1, 10, 20, 30, 40]);
  const main = watch.records(40);
  timed.visit(0, 25);
  expect(steps()).toEqual([1, 10, 20]);
  const [id, values] = Object.entries(timed.trainer.parameters)[0]!;
  timed.setParameters({ [id]: values.map((value) => value + 0.1) });
  timed.steps(15);
  expect(steps()).toEqual([1, 10, 20, 30, 40]);
  const branch = watch.records(40);
  expect(branch.slice(0, 3)).toEqual(main.slice(0, 3));
  expect(branch[4]!.gradient).not.toEqual(main[4]!.gradient);
  timed.visit(0, 40);
  expect(watch.records(40)).toEqual(main);
});

test('records grow sparser, not more and more', () => {
  const watch = new UpdateWatch(new Map([['a', 'l1']]), () => ({ id: 0, parent: null, from: 0 }));
  const parameters = new Map([
    ['a', { data: Float32Array.of(1), gradient: Float32Array.of(2), slots: [], mask: null, decays: true }],
  ]);
  for (let step = 1; step <= 20_000; step++) {
    if (!watch.wants(step)) continue;
    watch.before(parameters);
    watch.after(step, parameters);
  }
  const records = watch.records(20_000);
  expect(records.length).toBeLessThanOrEqual(600);
  expect(records.length).toBeGreaterThan(250);
  expect(records[0]!.step).toBe(1);
  expect(records.slice(1).every(({ step }) => step % watch.interval === 0)).toBe(true);
});
