import { expect, test } from 'vitest';
import { compileNetwork } from '../../core/compile/compile.ts';
import { prepareData } from '../../core/data/prepare.ts';
import type { TextSource } from '../../core/data/text-source.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import type { Sample, SampleProblem } from '../../core/protocol/sample-calls.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { SampleWriter } from './sample-writer.ts';

const document = makeLanguageModel(languagePresets['gpt-names'], { name: 'names', text: 'anna\nemma\nida\nnina\n' });
const source = document.data['now']!.source as TextSource;
const network = compileNetwork(document.layers, document.connections).network!;
const setup = {
  network,
  data: prepareData(document.data['now']!),
  settings: document.training['now']!,
  parameters: document.parameters,
  position: null,
};

const small = { ...languagePresets['bert-char'].form, layers: 1, heads: 2, width: 16, context: 16 };

/** A clock that moves by a millisecond at each look. */
function started() {
  const samples: Sample[] = [];
  const problems: SampleProblem[] = [];
  const clock = { at: 0 };
  const writer = new SampleWriter({
    now: () => (clock.at += 1),
    sendSample: (sample) => samples.push(sample),
    sendSampleProblem: (problem) => problems.push(problem),
  });
  writer.load(network, source);
  return { writer, samples, problems, clock };
}

test('a text is written with the parameters of the step that it belongs to, while training goes on', () => {
  const { writer, samples } = started();
  const trainer = new Trainer(setup);
  writer.configure({ every: 3, prompt: 'n', seed: 4 });
  expect(writer.ahead(0)).toBe(3);
  expect(writer.ahead(4)).toBe(2);
  trainer.steps(3);
  writer.reached(trainer, 7, 0);
  trainer.steps(2);
  while (writer.isWriting) writer.write(100);
  expect(samples).toHaveLength(1);
  expect(samples[0]).toMatchObject({ runId: 7, step: 3, prompt: 'n' });
  const again = started();
  again.writer.configure({ every: 3, prompt: 'n', seed: 4 });
  const other = new Trainer(setup);
  other.steps(3);
  again.writer.reached(other, 7, 0);
  while (again.writer.isWriting) again.writer.write(Infinity);
  expect(again.samples[0]!.text).toBe(samples[0]!.text);
});

test('writing takes no more than one part in twenty of the time that training takes', () => {
  const { writer, samples, clock } = started();
  const trainer = new Trainer(setup);
  writer.configure({ every: 1, prompt: '', seed: 1 });
  let trained = 0;
  let written = 0;
  for (let i = 0; i < 400 || samples.length === 0; i++) {
    if (i === 0) trainer.steps(1);
    const before = clock.at;
    writer.reached(trainer, 1, 0);
    writer.write(100);
    written += clock.at - before - 4; // looks at the clock that do no work
    trained += 100;
  }
  expect(samples.length).toBeGreaterThan(0);
  expect(written / trained).toBeLessThan(0.05);
});

test('a prompt that the vocabulary lacks is refused, and settings stay as they were', () => {
  const { writer } = started();
  writer.configure({ every: 5, prompt: 'a', seed: 1 });
  expect(() => writer.configure({ every: 9, prompt: 'a9', seed: 1 })).toThrow('9');
  expect(writer.ahead(0)).toBe(5);
});

test('a model of hidden tokens fills in a sentence in turns that training pays for, and one after another', () => {
  const masked = makeLanguageModel(
    { ...languagePresets['bert-char'], draw: (vocabulary) => drawTransformer({ ...small, vocabulary }) },
    { name: 'words', text: 'the dog sees the cat '.repeat(9) },
  );
  const bert = compileNetwork(masked.layers, masked.connections).network!;
  const { writer, samples } = started();
  writer.load(bert, masked.data['now']!.source as TextSource);
  writer.configure({ every: 1, prompt: '', seed: 1 });
  const trainer = new Trainer({
    ...{ network: bert, data: prepareData(masked.data['now']!), settings: masked.training['now']! },
    ...{ parameters: masked.parameters, position: null },
  });
  trainer.steps(1);
  writer.reached(trainer, 7, 0);
  expect(samples).toHaveLength(0);
  expect(writer.isWriting).toBe(true);
  writer.reached(trainer, 7, 0); // is left out: the one before is not done
  let turns = 0;
  for (; writer.isWriting; turns++) writer.write(100);
  expect(turns).toBeGreaterThan(1);
  expect(samples[0]).toMatchObject({ runId: 7, step: 1, text: expect.stringMatching(/‹.*\d of \d right$/s) as string });
  writer.reached(trainer, 7, 0);
  while (writer.isWriting) writer.write(100);
  expect(samples.map(({ text }) => text)).toEqual([samples[0]!.text, samples[0]!.text]);
  expect(() => writer.configure({ every: 1, prompt: 'THE', seed: 1 })).toThrow('"T"');
});

test('that a prompt does not fit another vocabulary is said, and texts begin without it', () => {
  const { writer, samples, problems } = started();
  const trainer = new Trainer(setup);
  writer.load(network, null);
  writer.configure({ every: 1, prompt: 'a9', seed: 1 });
  writer.load(network, source);
  for (let i = 0; i < 2; i++) {
    trainer.steps(1);
    writer.reached(trainer, 7, 0);
    while (writer.isWriting) writer.write(Infinity);
  }
  expect(problems).toEqual([
    { message: expect.stringMatching(/^"a9" is not gone on from any more\. .*"9"/) as string, prompt: '' },
  ]);
  expect(samples).toMatchObject([{ step: 2, prompt: '' }]);
});

test('that nothing can be written is said once, until another prompt or network comes', () => {
  const masked = makeLanguageModel(
    { ...languagePresets['bert-char'], draw: (vocabulary) => drawTransformer({ ...small, vocabulary }) },
    { name: 'words', text: 'the dog sees the cat '.repeat(9) },
  );
  const bert = compileNetwork(masked.layers, masked.connections).network!;
  const known = masked.data['now']!.source as TextSource;
  const { writer, samples, problems } = started();
  writer.configure({ every: 1, prompt: '', seed: 1 });
  writer.load(bert, { ...known, utf8: encodeUtf8('THE DOG') }); // beginning with what its vocabulary lacks
  const trainer = new Trainer({
    ...{ network: bert, data: prepareData(masked.data['now']!), settings: masked.training['now']! },
    ...{ parameters: masked.parameters, position: null },
  });
  trainer.steps(1);
  writer.reached(trainer, 7, 0);
  writer.reached(trainer, 7, 0);
  expect(writer.ahead(0)).toBe(Infinity);
  expect(problems).toEqual([
    { message: expect.stringMatching(/^No texts are written while it trains\. .*"T"/) as string, prompt: '' },
  ]);
  writer.configure({ every: 1, prompt: 'the', seed: 1 });
  writer.reached(trainer, 7, 0);
  while (writer.isWriting) writer.write(Infinity);
  expect(samples).toHaveLength(1);
});
