import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileNetwork } from '../../core/compile/compile.ts';
import { ONLY } from '../../core/document/document.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { writeProject } from '../../core/formats/project.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import { encodeMasked } from '../../core/text/writing-start.ts';
import { fillMasks } from '../../core/training/fill-masks.ts';
import { Writer } from '../../core/training/writer.ts';
import { tokenizerOf } from './language-model.ts';
import { runCommandLine } from './run-command-line.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const names = Array.from({ length: 200 }, (_, i) => `${'aeiou'[i % 5]}${'nrst'[i % 4]}${'aeo'[i % 3]}`).join('\n');

async function weightroom(...args: string[]) {
  let out = '';
  let note = '';
  const surroundings = { out: (text: string) => (out += text), note: (text: string) => (note += text) };
  let time = 0;
  const code = await runCommandLine(args, { ...surroundings, isTerminal: false, now: () => (time += 250) });
  return { code, out, note };
}
async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, note } = await weightroom(...args, '--json');
  expect(code, note).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
}

/** A bigram table in float64: the fast kernels are there in the built program alone. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-language-'));
  const made = makeLanguageModel(languagePresets.bigram, { name: 'names.txt', text: names });
  const document = { ...made, training: { [ONLY]: { ...made.training[ONLY]!, precision: 'float64' as const } } };
  writeFileSync(at('bigram.weightroom'), writeProject({ document, history: null, appVersion: '1' }));
  writeFileSync(at('names.txt'), names);
  writeFileSync(at('other.txt'), 'ana\nono\n');
  writeFileSync(at('strange.txt'), 'Ω\n');
  writeFileSync(at('binary.txt'), Uint8Array.of(0xff, 0xfe, 0x00, 0xd8));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a language model on the command line', () => {
  test('trains, goes on from its file, and is measured beside what guessing reaches', async () => {
    const trained = at('trained.weightroom');
    const summary = await json('train', at('bigram.weightroom'), '--steps', '150', '--project', trained);
    expect(summary['validationLoss']).toBeLessThan(Number(summary['randomLoss']));
    const measured = await json('evaluate', trained);
    expect(measured).toMatchObject({ step: 150, objective: 'next', validationLoss: summary['validationLoss'] });
    expect(measured['perplexity']).toBeCloseTo(Math.exp(Number(measured['validationLoss'])), 9);
    expect(measured['accuracy']).toBeGreaterThan(Number(measured['unigramAccuracy']));
    const other = await json('evaluate', trained, '--data', at('other.txt'));
    expect(other).toMatchObject({ text: 'other.txt' });
  });

  test('trains a ready model on a text of one’s own, to the same bits for the same seed', async () => {
    const train = (seed: string) =>
      json(
        'train',
        'preset:bigram',
        '--data',
        at('names.txt'),
        '--steps',
        '40',
        '--seed',
        seed,
        '--precision',
        'float64',
      );
    const summary = await train('5');
    const tokens = new Set(names).size; // the line break is the boundary
    expect(summary).toMatchObject({
      network: 'preset:bigram',
      steps: 40,
      step: 40,
      seed: 5,
      parameterCount: tokens ** 2,
    });
    expect(summary['randomLoss']).toBeCloseTo(Math.log(tokens), 12);
    expect(summary['loss']).toBeLessThan(Number(summary['unigramLoss']));
    expect(summary['validationLoss']).toBeLessThan(Number(summary['unigramLoss']));
    expect(summary['validationAccuracy']).toBeGreaterThan(Number(summary['unigramAccuracy']));
    expect((await train('5'))['sha256']).toBe(summary['sha256']);
    expect((await train('6'))['sha256']).not.toBe(summary['sha256']);
  });

  test('writes the same for the same seed, and as many texts as asked for', async () => {
    const write = (...more: string[]) => weightroom('generate', at('trained.weightroom'), ...more);
    const { out } = await write('--count', '5', '--seed', '3', '--temperature', '0.7', '--top-k', '5');
    expect(out.trimEnd().split('\n')).toHaveLength(5);
    expect((await write('--count', '5', '--seed', '3', '--temperature', '0.7', '--top-k', '5')).out).toBe(out);
    const likeliest = await write('--temperature', '0', '--count', '2', '--prompt', 'a');
    expect(new Set(likeliest.out.trimEnd().split('\n')).size).toBe(1);
    expect(likeliest.out).toMatch(/^a/);
  });

  test.each([
    [['train', 'preset:gpt-names', '--data', 'binary.txt'], 1, '"binary.txt"'],
    [
      ['train', 'preset:gpt-names', '--precision', 'half'],
      2,
      '--precision must be auto, float64, float32, not "half".',
    ],
    [['evaluate', 'trained.weightroom', '--data', 'strange.txt'], 1, '"strange.txt" does not fit the vocabulary.'],
    [['generate', 'trained.weightroom', '--prompt', 'Ω'], 1, 'The prompt cannot be read. The character "Ω"'],
    [['generate', 'trained.weightroom', '--top-p', '7'], 2, '--top-p: Top p must be from 0.01 to 1, not 7.'],
    [['generate', 'preset:xor'], 1, 'This project is not a language model: it learns from a table.'],
  ])('%j is refused with what to do', async (args, code, message) => {
    const outcome = await weightroom(...args.map((arg) => (/^\w+\.(txt|weightroom)$/.test(arg) ? at(arg) : arg)));
    expect(outcome.code).toBe(code);
    expect(outcome.note).toContain(message);
  });
});

describe('the model of names that comes with the program', () => {
  const model = 'assets/models/names.weightroom';
  test('writes what the window writes with the same seed', async () => {
    const { out } = await weightroom('generate', model, '--seed', '7', '--count', '3');
    expect(out).toBe('agni\ntise\ndorish\n'); // the training process's test has the same line
  });
  test('stops at the token asked for, or says that there is no such one', async () => {
    const { out } = await weightroom('generate', model, '--seed', '7', '--stop', 'a');
    expect(out).toMatch(/^[^a]*a?\n$/);
    const { code, note } = await weightroom('generate', model, '--stop', 'Ω');
    expect([code, note]).toEqual([1, expect.stringContaining('--stop "Ω" is not one of the 27 tokens')]);
  });
});

describe('a model of hidden tokens', () => {
  beforeAll(() => {
    const made = makeLanguageModel(languagePresets['bert-char'], { name: 'a.txt', text: 'monday friday '.repeat(30) });
    writeFileSync(at('bert.weightroom'), writeProject({ document: made, history: null, appVersion: '1' }));
  });
  test('lists candidates with their probabilities for every mask', async () => {
    const prompt = ['--prompt', 'mo<mask>day fr<mask>day', '--candidates', '3'];
    const { out } = await weightroom('generate', at('bert.weightroom'), ...prompt);
    expect(out).toMatch(/^token 3: (\S+ [\d.]+ %, ){2}\S+ [\d.]+ %\ntoken 10: /);
    const { masks } = await json('generate', at('bert.weightroom'), ...prompt);
    expect(masks).toMatchObject([{ position: 2 }, { position: 9 }]);
  });
  test('guesses above two million parameters in float32, as the window does', async () => {
    const draw = (vocabulary: number) =>
      drawTransformer({
        ...{ vocabulary, context: 16, layers: 1, heads: 2, width: 420, dropout: 0, hasBias: true, isTied: true },
        feedForward: { hidden: 1680, form: 'GELU' },
        normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
        positions: 'learned',
        sees: 'all positions',
      });
    const large = makeLanguageModel(
      { ...languagePresets['bert-char'], draw },
      { name: 'a.txt', text: 'monday friday ' },
    );
    writeFileSync(at('large.weightroom'), writeProject({ document: large, history: null, appVersion: '1' }));
    const prompt = 'mon<mask>ay';
    const { masks } = await json('generate', at('large.weightroom'), '--prompt', prompt, '--candidates', '1');
    const network = compileNetwork(large.layers, large.connections).network!;
    const tokenizer = tokenizerOf(large);
    const ids = [...encodeMasked(tokenizer, prompt)];
    const [narrow, wide] = [portable32, portable64].map((kernels) => {
      const writer = new Writer(network, large.parameters, { kernelsFor: () => kernels });
      return fillMasks(writer, ids, tokenizer.special.mask!, 1)[0]!.candidates.probabilities[0];
    });
    expect(masks).toMatchObject([{ candidates: [{ probability: narrow }] }]);
    expect(narrow).not.toBe(wide);
  });
  test('without a mask, or with too long a text, it says what to do', async () => {
    const none = await weightroom('generate', at('bert.weightroom'), '--prompt', 'monday');
    expect([none.code, none.note]).toEqual([1, expect.stringContaining('Write <mask> where one is hidden')]);
    const long = await weightroom('generate', at('bert.weightroom'), '--prompt', `${'monday '.repeat(20)}<mask>`);
    expect(long.note).toContain('The text has 141 tokens; this model sees 64 at once. Shorten it.');
  });
});
