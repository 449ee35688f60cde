import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileNetwork } from '../../core/compile/compile.ts';
import { prepareData } from '../../core/data/prepare.ts';
import { readProject, writeProject } from '../../core/formats/project.ts';
import { importers } from '../../core/formats/importers/registry.ts';
import { presets } from '../../core/presets/registry.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { version } from '../../package.json';
import { runCommandLine } from './run-command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly note: string;
}
async function weightroom(...args: string[]): Promise<Outcome> {
  let out = '';
  let note = '';
  let time = 0;
  const code = await runCommandLine(args, {
    out: (text) => (out += text),
    note: (text) => (note += text),
    isTerminal: false,
    now: () => (time += 250),
  });
  return { code, out, note };
}
const json = async (...args: string[]): Promise<Record<string, unknown>> => {
  const { code, out, note } = await weightroom(...args, '--json');
  expect(code, note).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
};

describe('weightroom train', () => {
  test('reports what the trained network does, as one line of JSON', async () => {
    const summary = await json('train', 'preset:xor', '--steps', '500');
    expect(summary).toMatchObject({
      network: 'preset:xor',
      steps: 500,
      step: 500,
      accuracy: 1,
      seed: 1,
      parameterCount: 17,
    });
    expect(summary['loss']).toBeLessThan(0.01);
    expect(summary['validationLoss']).toBeNull();
    expect(summary['sha256']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('gives the parameters that the same steps give in the app', async () => {
    const document = presets.penguins.make();
    const trainer = new Trainer({
      network: compileNetwork(document.layers, document.connections).network!,
      data: prepareData(document.data['now']!),
      settings: document.training['now']!,
      parameters: document.parameters,
      position: null,
    });
    for (let step = 0; step < 500; step++) trainer.step();
    const { sha256 } = await json('train', 'preset:penguins', '--steps', '500');
    expect(sha256).toBe(fingerprint(trainer.parameters));
  });

  test('says so when it goes on with what other kernels have computed', async () => {
    const path = at('elsewhere.weightroom');
    await weightroom('train', 'preset:xor', '--steps', '5', '--save', path);
    const { document, ...rest } = readProject(readFileSync(path));
    const position = document.run['now']!;
    expect(position.kernels).toEqual({ arithmetic: 'portable float64', threads: 1 });
    expect((await weightroom('train', path, '--steps', '1')).note).not.toContain('computed by');
    const run = { now: { ...position, kernels: { arithmetic: 'a set of another machine', threads: 2 } } };
    writeFileSync(path, writeProject({ ...rest, document: { ...document, run } }));
    expect((await weightroom('train', path, '--steps', '1')).note).toContain(
      'This run was computed by a set of another machine; here portable float64 computes: the last digits may differ.\n',
    );
  });

  test('repeats a seed bit for bit, and differs for another', async () => {
    const first = await json('train', 'preset:iris', '--steps', '50', '--seed', '7');
    expect(await json('train', 'preset:iris', '--steps', '50', '--seed', '7')).toEqual(first);
    const other = await json('train', 'preset:iris', '--steps', '50', '--seed', '8');
    expect(other['sha256']).not.toBe(first['sha256']);
  });

  test('continues a saved project to the same bits as an unbroken run, with its whole loss curve', async () => {
    const unbroken = await json('train', 'preset:penguins', '--steps', '120');
    await json('train', 'preset:penguins', '--steps', '47', '--save', at('half.weightroom'));
    const resumed = await json('train', at('half.weightroom'), '--steps', '73', '--save', at('whole.weightroom'));
    expect(resumed).toMatchObject({ steps: 73, step: 120, sha256: unbroken['sha256'], loss: unbroken['loss'] });
    const { history, document, appVersion } = readProject(readFileSync(at('whole.weightroom')));
    expect(appVersion).toBe(version);
    expect(history!.losses).toHaveLength(120);
    expect(fingerprint(document.parameters)).toBe(unbroken['sha256']);
  });

  test('exports what it trained', async () => {
    await json('train', 'preset:worked', '--steps', '10', '--export', at('w.safetensors'));
    const { sha256 } = await json('train', 'preset:worked', '--steps', '10', '--save', at('w.weightroom'));
    const { document } = readProject(readFileSync(at('w.weightroom')));
    expect(fingerprint(document.parameters)).toBe(sha256);
    const values = importers.safetensors
      .read(readFileSync(at('w.safetensors')))
      .tensors.map((tensor) => tensor.values[0]);
    const { parameters } = document;
    expect(values).toEqual(
      [
        'c1.weight',
        'c2.weight',
        'c3.weight',
        'c4.weight',
        'c5.weight',
        'c6.weight',
        'l3.bias',
        'l4.bias',
        'l5.bias',
      ].map((id) => parameters[id]![0]),
    );
  });

  test("trains on a table of one's own, and says what it left out", async () => {
    writeFileSync(at('own.csv'), `a,b,y\n${'1,0,2\n0,1,3\n1,1,4\n'.repeat(5)}1,,2\n1,2\n`);
    const { code, note, out } = await weightroom(
      'train',
      'preset:worked',
      '--data',
      at('own.csv'),
      '--steps',
      '100',
      '--json',
    );
    expect(code).toBe(0);
    expect(note).toContain('Line 18 was left out: it has 2 cells where the others have 3.\n');
    expect(note).toContain('1 row with empty cells was left out.\n');
    expect((JSON.parse(out) as { loss: number }).loss).toBeLessThan(0.5);
  });

  test('learns targets of 1e5 scaled, and says that the loss is of the scaled numbers', async () => {
    writeFileSync(at('prices.csv'), `area,price\n${'1,100000\n2,200000\n3,300000\n'.repeat(5)}`);
    const { code, note } = await weightroom('train', 'preset:bias', '--data', at('prices.csv'), '--steps', '50');
    expect(code, note).toBe(0);
    expect(note).toMatch(/"price" is learned as \(value − [\d.]+\) \/ [\d.]+: the loss is of these numbers\./);
    const summary = await json('train', 'preset:bias', '--data', at('prices.csv'), '--steps', '50');
    expect(summary['loss']).toBeLessThan(2);
  });

  test('tells on standard error how far it is, how fast, and how long it takes', async () => {
    const { note, out } = await weightroom('train', 'preset:worked', '--steps', '800');
    expect(note.split('\n')[0]).toMatch(/^step 15\/800 {2}loss \d\S* {2}6\.7 steps\/s {2}1 min 58 s left$/);
    expect(note.trimEnd().split('\n').at(-1)).toMatch(/^step 800\/800 {2}loss \S+ {2}86 steps\/s {2}took 9\.3 s$/);
    expect(out).toMatch(/^parameterCount {2}9$/m);
  });
});

describe('what cannot be done is explained, with exit code 1', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a missing file',
      ['train', 'nowhere.weightroom'],
      /^There is no file "nowhere\.weightroom"\. Check the path, or name a preset as preset:NAME\.\n$/,
    ],
    [
      'other columns than the network takes',
      ['train', 'preset:xor', '--data', 'assets/datasets/iris.csv'],
      /^The data has 4 inputs but the network has 2 input units\. Add 2 input units, or .* \(Inputs: sepal_length_cm, .* Targets: species\.\)\n$/,
    ],
    [
      'a target that is not there',
      ['train', 'preset:iris', '--data', 'assets/datasets/iris.csv', '--target', 'smell'],
      /^"iris\.csv" has no column "smell"\. It has: sepal_length_cm, /,
    ],
    ['a file of another kind', ['train', 'package.json'], /^"package\.json" is not a project\./],
    ['a folder', ['inspect', 'assets'], /^"assets" is a folder\./],
  ])('%s', async (_, args, message) => {
    const { code, note, out } = await weightroom(...args);
    expect(note).toMatch(message);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  test('a run that leaves the numbers stops with its reason and writes nothing', async () => {
    writeFileSync(at('wild.csv'), `x1,x2,y\n${'1e150,1e150,1e150\n2e150,1e150,3e150\n'.repeat(3)}`);
    const args = ['train', 'preset:worked', '--data', at('wild.csv'), '--export', at('wild.json')];
    const { code, note } = await weightroom(...args);
    expect(note).toMatch(/became (infinite|NaN) at step \d+ \(learning rate 0\.05\)/);
    expect(code).toBe(1);
    expect(existsSync(at('wild.json'))).toBe(false);
  });

  test('a damaged project', async () => {
    await json('train', 'preset:xor', '--steps', '1', '--save', at('bad.weightroom'));
    const bytes = readFileSync(at('bad.weightroom'));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(at('bad.weightroom'), bytes);
    const { code, note } = await weightroom('train', at('bad.weightroom'));
    expect({ code, note }).toEqual({
      code: 1,
      note: 'The project was changed or damaged since it was saved: its checksum does not fit. It was not opened.\n',
    });
  });
});

describe('wrong use is explained, with exit code 2', () => {
  test.each<[string[], string]>([
    [
      ['fly'],
      'There is no command "fly". There are: train, generate, evaluate, presets, inspect, count, export, tokenize.',
    ],
    [['train'], '<project file | preset:NAME> is missing.'],
    [['train', 'preset:xor', 'preset:or'], '"preset:or" is one argument too many.'],
    [['train', 'preset:nand'], 'There is no preset "nand". There are: worked, '],
    [['train', 'preset:toString'], 'There is no preset "toString".'],
    [['train', 'preset:xor', '--stesp', '5'], "Unknown option '--stesp'."],
    [['train', 'preset:xor', '--steps', '-5'], "Option '--steps' argument is ambiguous."],
    [['train', 'preset:xor', '--steps', '1e3'], '--steps must be a whole number from 0 to 1000000000000, not "1e3".'],
    [
      ['train', 'preset:xor', '--seed', '4294967296'],
      '--seed must be a whole number from 0 to 4294967295, not "4294967296".',
    ],
    [
      ['train', 'preset:xor', '--export', 'x.pt'],
      '"x.pt" ends in no format that is written here. End it in .json, .csv, .safetensors.',
    ],
    [
      ['train', 'preset:xor', '--save', 'x.json'],
      '"x.json" must end in .weightroom, so that the app knows it for a project.',
    ],
    [['train', 'preset:xor', '--target', 'y'], '--target chooses a column of a file. Name the file with --data.'],
  ])('%j', async (args, message) => {
    const { code, note, out } = await weightroom(...args);
    expect(note).toContain(message);
    expect(note).toMatch(/\nSee weightroom --help\.\n$/);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  test('no command at all shows the help', async () => {
    expect(await weightroom()).toMatchObject({ code: 2, out: '' });
  });
});

describe('the other commands', () => {
  test('--help shows every command and option, --version the version', async () => {
    const { code, out } = await weightroom('--help');
    expect(code).toBe(0);
    for (const word of [
      'train',
      'presets',
      'inspect',
      'export',
      '--steps',
      '--seed',
      '--data',
      '--target',
      '--export',
      '--save',
      '--json',
    ]) {
      expect(out).toContain(word);
    }
    expect(await weightroom('train', '--help')).toEqual({ code, out, note: '' });
    expect(await weightroom('--version')).toEqual({ code: 0, out: `${version}\n`, note: '' });
  });

  test('presets lists every ready network', async () => {
    const { out } = await weightroom('presets');
    for (const name of Object.keys(presets)) expect(out).toMatch(new RegExp(`^preset:${name} +\\S`, 'm'));
  });

  test('inspect tells projects, parameters and tables apart', async () => {
    expect(await json('inspect', 'preset:worked')).toMatchObject({
      kind: 'project',
      parameterCount: 9,
      data: 'worked',
      step: 0,
    });
    await weightroom('export', 'preset:xor', at('x.json'));
    expect(await json('inspect', at('x.json'))).toMatchObject({ kind: 'parameters', parameterCount: 17 });
    expect(await json('inspect', 'assets/datasets/penguins.csv')).toMatchObject({
      kind: 'table',
      rows: 344,
      delimiter: ',',
      rejectedRows: 0,
    });
  });

  test.each(['json', 'csv', 'safetensors'])('export writes .%s', async (extension) => {
    const path = at(`net.${extension}`);
    expect(await weightroom('export', 'preset:worked', path)).toEqual({ code: 0, out: '', note: `Wrote ${path}.\n` });
    expect(readFileSync(path).length).toBeGreaterThan(100);
  });
});
