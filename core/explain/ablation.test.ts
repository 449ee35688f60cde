import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY } from '../document/document.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import { readProject } from '../formats/project.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { finish } from '../text/steps.ts';
import { fingerprint } from '../training/fingerprint.ts';
import { TextMeasure } from '../training/text-measure.ts';
import { withWindows } from '../training/text-windows.ts';
import { Writer } from '../training/writer.ts';
import { partedLayers, withoutParts } from './ablation.ts';
import { HeldOutSample } from './held-out-sample.ts';

const { document } = readProject(readFileSync('assets/models/names.weightroom'));
const network = compileNetwork(document.layers, document.connections).network!;
const data = withWindows(prepareData(document.data[ONLY]!), network.text!);
const { parameters } = document;
const [attention, feedForward] = partedLayers(network);

test('a model names its heads and hidden units', () => {
  expect([attention, feedForward].map((layer) => [layer!.name, layer!.kind, layer!.count])).toEqual([
    ['attention 1', 'head', 4],
    ['feed-forward 1', 'unit', 64],
  ]);
  const { layers, connections } = makeLanguageModel(languagePresets['letters-mlp'], { name: 'a', text: 'abc\nab' });
  const hidden = partedLayers(compileNetwork(layers, connections).network!);
  expect(hidden.map(({ kind, count }) => [kind, count])).toEqual([['unit', 64]]);
});

test('switching off touches no parameter of the model: switched on again, every bit is as it was', () => {
  const before = fingerprint(parameters);
  const without = withoutParts(network, parameters, [{ layer: attention!.layer, index: 2 }]);
  expect(fingerprint(without)).not.toBe(before);
  expect(fingerprint(parameters)).toBe(before);
  expect(withoutParts(network, parameters, [])).toBe(parameters);
  const changed = Object.keys(parameters).filter((id) => without[id] !== parameters[id]);
  expect(changed).toEqual([`${attention!.layer}.outWeight`]);
  const zeros = Array.from(without[changed[0]!]!, (value, i) => (value === 0 ? i : -1)).filter((i) => i >= 0);
  expect(zeros).toHaveLength(16 * 4); // of 16 rows, the columns 8 to 11
  expect([...new Set(zeros.map((i) => i % 16))]).toEqual([8, 9, 10, 11]);
});

test('with all heads off, earlier letters no longer matter; with all on, they do', () => {
  const scores = (heads: number, text: readonly number[]) => {
    const off = Array.from({ length: heads }, (_, index) => ({ layer: attention!.layer, index }));
    return new Writer(network, withoutParts(network, parameters, off)).scores(text);
  };
  expect(scores(4, [26, 1, 2, 3])).toEqual(scores(4, [26, 5, 9, 3]));
  expect(scores(3, [26, 1, 2, 3])).not.toEqual(scores(3, [26, 5, 9, 3]));
});

test('the sample is held out and has the loss that measuring the same windows gives', () => {
  const sample = new HeldOutSample(network, data, portable64);
  expect(sample.isHeldOut).toBe(true);
  expect(sample.windows).toBe(128);
  const measured = new TextMeasure(network, data, portable64).both(parameters, 0, sample.windows);
  expect(finish(sample.loss(parameters))).toBeCloseTo(measured.validationLoss!, 10); // batches of another size
});

test('a table tells what each head is worth, in turns with rising shares', () => {
  const sample = new HeldOutSample(network, data, portable64);
  const parts = Array.from({ length: attention!.count }, (_, index) => ({ layer: attention!.layer, index }));
  const shares: number[] = [];
  const { loss, losses } = finish(sample.withoutEach(parameters, [], parts), (share) => shares.push(share));
  expect(shares.length).toBeGreaterThan(20);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(1, 12);
  for (const [i, part] of parts.entries()) {
    expect(losses[i]).toBe(finish(sample.loss(withoutParts(network, parameters, [part]))));
    expect(losses[i]! - loss).toBeGreaterThan(0.01); // every head of so small a model is used
  }
  expect(finish(sample.loss(parameters))).toBe(loss);
});

test('a part that is not there is refused', () => {
  expect(() => withoutParts(network, parameters, [{ layer: attention!.layer, index: 4 }])).toThrow('not in the model');
  expect(() => withoutParts(network, parameters, [{ layer: 'l99', index: 0 }])).toThrow('not in the model');
});
