/** The window's training process and the command line make the same model of the same file, to the last bit. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileNetwork } from '../core/compile/compile.ts';
import { prepareData } from '../core/data/prepare.ts';
import { ONLY } from '../core/document/document.ts';
import { languagePresets, type LanguagePresetName } from '../core/presets/language/registry.ts';
import { initialSettings } from '../core/settings/field.ts';
import { tokenizerKinds } from '../core/text/tokenizers/registry.ts';
import { fingerprint } from '../core/training/fingerprint.ts';
import { Trainer } from '../core/training/trainer.ts';
import { json } from './cli/fixtures/command-line.ts';
import { makeModelOn } from './trainer/model-desk.ts';
import { TextDesk } from './trainer/text-desk.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const names = Array.from({ length: 60 }, (_, i) => `${'aeiou'[i % 5]}${'nrst'[i % 4]}${'aeo'[i % 3]}`).join('\n');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-same-'));
  writeFileSync(at('names.txt'), `${names}\n`);
  writeFileSync(at('verses.txt'), 'So long as men can breathe,\nor eyes can see,\nSo long lives this.\n'.repeat(9));
  writeFileSync(at('poems.jsonl'), '{"poem":{"title":"Sonnet","body":"the rose of may"}}\n'.repeat(40));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the page does: the text is opened and cut with the settings as they start, then the model is made and trained. */
async function inTheWindow(preset: LanguagePresetName, file: string, steps: number): Promise<string> {
  const desk = new TextDesk({ now: () => 0, soon: (callback) => void setImmediate(callback), sendProgress: () => 0 });
  const { layout } = await desk.openText(file, readFileSync(at(file)), null);
  const { kind } = languagePresets[preset].tokenizer;
  await desk.learn(kind, { ...initialSettings(tokenizerKinds[kind].fields), boundary: layout === 'lines' ? 1 : 0 });
  const document = makeModelOn(desk.tokenized, { preset, form: null, validationShare: 0.1, seed: 1 });
  const { network } = compileNetwork(document.layers, document.connections);
  const data = prepareData(document.data[ONLY]!);
  const settings = { ...document.training[ONLY]!, precision: 'float64' as const };
  const trainer = new Trainer({ network: network!, data, settings, parameters: document.parameters, position: null });
  trainer.steps(steps);
  return fingerprint(trainer.parameters);
}

test.each<[LanguagePresetName, string]>([
  ['gpt-names', 'names.txt'],
  ['gpt-names', 'verses.txt'],
  ['bigram', 'names.txt'],
  ['gpt-sentences', 'poems.jsonl'],
])('preset:%s on %s has the bits that the window’s has', async (preset, file) => {
  const until = String(languagePresets[preset].training.steps);
  const options = ['--steps', '4', '--schedule-steps', until, '--precision', 'float64'];
  const { sha256 } = await json('train', `preset:${preset}`, '--data', at(file), ...options);
  expect(sha256).toBe(await inTheWindow(preset, file, 4));
});
