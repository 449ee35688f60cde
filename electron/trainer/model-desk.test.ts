import { expect, test } from 'vitest';
import { Trainer } from '../../core/training/trainer.ts';
import { compileNetwork } from '../../core/compile/compile.ts';
import { prepareData } from '../../core/data/prepare.ts';
import { ModelRefused } from '../../core/presets/language/make-model.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import { makeModelOn, openReadyMade } from './model-desk.ts';
import { TextDesk } from './text-desk.ts';

async function deskWith(text: string, settings: Record<string, number> = {}): Promise<TextDesk> {
  const desk = new TextDesk({ now: () => 0, soon: (callback) => void setImmediate(callback), sendProgress: () => 0 });
  await desk.openText('mine.txt', encodeUtf8(text), null);
  await desk.learn('character', settings);
  return desk;
}
const words = 'the cat sat on the mat and the dog sat on the log. '.repeat(20);

test('a preset becomes a model on the chosen text with its tokenizer, which trains', async () => {
  const desk = await deskWith(words);
  const document = makeModelOn(desk.tokenized, { preset: 'gpt-names', form: null, validationShare: 0.2, seed: 3 });
  const { network } = compileNetwork(document.layers, document.connections);
  expect(network!.text!.vocabulary).toBe(desk.tokenized!.tokenizer.size);
  expect(document.data['now']!.validationShare).toBe(0.2);
  const data = prepareData(document.data['now']!);
  const settings = document.training['now']!;
  const trainer = new Trainer({ network: network!, data, settings, parameters: document.parameters, position: null });
  const before = trainer.takeEvaluations()[0]!.trainingLoss;
  trainer.steps(8);
  expect(trainer.evaluate().trainingLoss).toBeLessThan(before);
});

test('other sizes give another drawing; what sees both sides guesses hidden tokens', async () => {
  const desk = await deskWith(words, { mask: 1 });
  const form = { ...languagePresets['gpt-char-small'].form, layers: 2, width: 32, context: 24 };
  const document = makeModelOn(desk.tokenized, { preset: 'gpt-char-small', form, validationShare: 0.1, seed: 1 });
  const named = Object.values(document.layers).filter(({ kind }) => kind === 'attention');
  expect(named.map(({ size }) => size)).toEqual([32, 32]);
  const masked = { ...form, sees: 'all positions' } as const;
  const { data } = makeModelOn(desk.tokenized, {
    preset: 'gpt-char-small',
    form: masked,
    validationShare: 0.1,
    seed: 1,
  });
  expect(data['now']!.source).toMatchObject({ kind: 'text', objective: 'masked' });
});

test('what cannot become a model is refused with what to change', async () => {
  const form = languagePresets['gpt-char-small'].form;
  const input = { preset: 'gpt-char-small', form: null, validationShare: 0.1, seed: 1 } as const;
  expect(() => makeModelOn(null, input)).toThrow(ModelRefused);
  expect(() => makeModelOn(null, input)).toThrow('no text to learn from');
  const short = await deskWith('a short text');
  expect(() => makeModelOn(short.tokenized, input)).toThrow('Choose a longer text or a shorter context');
  const same = await deskWith('aaaa');
  expect(() => makeModelOn(same.tokenized, input)).toThrow('nothing to guess');
  const desk = await deskWith(words);
  expect(() => makeModelOn(desk.tokenized, { ...input, form: { ...form, heads: 3 } })).toThrow('has 3 heads');
  expect(() => makeModelOn(desk.tokenized, { ...input, preset: 'bert-char' })).toThrow('needs a mask token');
  const huge = { ...form, layers: 48, width: 4096, heads: 64 };
  expect(() => makeModelOn(desk.tokenized, { ...input, form: huge })).toThrow('can be trained here');
});

test('the models that come with the app are whole projects', async () => {
  const { document, history } = await openReadyMade('names');
  expect(document.run['now']!.step).toBe(2000);
  expect(history!.losses).toHaveLength(2000);
  expect((await openReadyMade('sentences')).document.run['now']!.step).toBe(800);
});
