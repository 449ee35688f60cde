/** A long training is kept on disk on the way, ends well when it is asked to, and goes on to the same bits. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ONLY } from '../../core/document/document.ts';
import { readProject, type Project } from '../../core/formats/project.ts';
import { json, weightroom } from './fixtures/command-line.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const opened = (name: string): Project => readProject(readFileSync(at(name)));
const stepOf = (name: string): number => opened(name).document.run[ONLY]!.step;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-checkpoints-'));
  writeFileSync(at('names.txt'), 'anna\nemma\nida\nnina\nmona\nina\nona\nlena\n'.repeat(6));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Dropout on, so that what it draws is kept too. */
const names = (): string[] => [
  'preset:gpt-names',
  '--data',
  at('names.txt'),
  '--precision',
  'float64',
  '--dropout',
  '0.2',
];

describe('train --save-every', () => {
  test('writes whole projects on the way, from the last of which training goes on to the same bits', async () => {
    const whole = await json('train', ...names(), '--steps', '10', '--save', at('whole.weightroom'));
    const seen: number[] = [];
    const look = (): null => {
      if (existsSync(at('parts.weightroom'))) seen.push(stepOf('parts.weightroom'));
      return null;
    };
    const train = ['train', ...names(), '--steps', '10', '--save', at('parts.weightroom'), '--save-every', '4'];
    expect((await weightroom(train, look)).code).toBe(0);
    expect([...new Set(seen)]).toEqual([4, 8]);
    expect(stepOf('parts.weightroom')).toBe(10);
    expect(readFileSync(at('parts.weightroom'))).toEqual(readFileSync(at('whole.weightroom')));
    expect(whole['step']).toBe(10);
  });

  test('needs a file', async () => {
    const { code, note } = await weightroom(['train', 'preset:xor', '--save-every', '5']);
    expect([code, note]).toEqual([2, expect.stringContaining('--save-every needs a file to write')]);
  });
});

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, expected) => {
  test('ends training after the step in work, saves, and says how to go on, to the same bits', async () => {
    const file = `${signal}.weightroom`;
    let polls = 0;
    const { code, out, note } = await weightroom(
      ['train', ...names(), '--steps', '10', '--save', at(file), '--json'],
      () => (++polls === 2 ? signal : null),
    );
    expect(code).toBe(expected);
    expect(JSON.parse(out)).toMatchObject({ step: 3, stoppedBy: signal, saved: at(file) });
    expect(note).toContain(`Stopped after step 3 and saved. Go on with: weightroom train ${at(file)} --steps 7`);
    const resumed = await json('train', at(file), '--steps', '7', '--save', at('resumed.weightroom'));
    const whole = await json('train', ...names(), '--steps', '10', '--save', at('whole.weightroom'));
    expect(resumed['sha256']).toBe(whole['sha256']);
    expect(opened('resumed.weightroom')).toEqual(opened('whole.weightroom'));
  });
});

test('without --save it says that nothing was kept', async () => {
  const { note, code } = await weightroom(['train', 'preset:xor', '--steps', '100000'], () => 'SIGINT');
  expect(note).toContain('Stopped after step 1. Nothing was saved: there was no --save.');
  expect(code).toBe(130);
});
