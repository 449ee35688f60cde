import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY } from '../document/document.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { TextProfiler, type TextProfile } from './text-profile.ts';
import type { InTurns } from './retrace.ts';
import { Trainer } from './trainer.ts';

const model = makeLanguageModel(languagePresets.bigram, { name: 'names', text: 'ada\nbob\ncarl\ndora\n'.repeat(20) });
const { network } = compileNetwork(model.layers, model.connections);
const data = prepareData(model.data[ONLY]!);
const id = Object.keys(model.parameters)[0]!;

function answer(work: InTurns<TextProfile>): TextProfile {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('at the value that the parameter has, the loss is what the trainer says; elsewhere what setting it there gives', () => {
  const profiler = new TextProfiler(network!, data, portable64);
  const trainer = new Trainer({
    network: network!,
    data,
    settings: { ...model.training[ONLY]!, precision: 'float64' },
    parameters: model.parameters,
    position: null,
  });
  const now = model.parameters[id]![3]!;
  const { losses, windows } = answer(profiler.along(model.parameters, { id, index: 3, at: [now, 2] }));
  expect(windows).toBe(32);
  expect(losses[0]).toBe(trainer.trainingLossAt(model.parameters));
  const turned = model.parameters[id]!.slice();
  turned[3] = 2;
  expect(losses[1]).toBe(trainer.trainingLossAt({ ...model.parameters, [id]: turned }));
});

test('the parameters that it is asked about stay as they were', () => {
  const before = model.parameters[id]!.slice();
  answer(new TextProfiler(network!, data, portable64).along(model.parameters, { id, index: 0, at: [5] }));
  expect(model.parameters[id]).toEqual(before);
});

test('a parameter that is not there is refused', () => {
  const profiler = new TextProfiler(network!, data, portable64);
  expect(() => answer(profiler.along(model.parameters, { id: 'l9.weight', index: 0, at: [0] }))).toThrow(
    'not there any more',
  );
});
