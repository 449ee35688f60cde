/** Parity with PyTorch on the goldens that the project carries; the command `npm run parity` adds the fast kernels. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { compareGenerated } from './compare-generated.ts';
import { compareFile } from './compare.ts';
import { readGolden } from './golden-file.ts';
import { isOutside } from './judge.ts';

const folder = new URL('../fixtures/golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('all nine golden files are there', () => expect(files).toHaveLength(9));

describe.each([portable64, portable32])('$name equals PyTorch', (kernels) => {
  test.each(files)('%s', (name) => {
    const { comparisons, skipped } = compareFile(
      readGolden(readFileSync(new URL(name, folder), 'utf8'), name),
      kernels,
    );
    expect(skipped).toEqual([]);
    expect(comparisons.length).toBeGreaterThan(10);
    expect(comparisons.filter(({ difference, tolerance }) => !(difference <= tolerance))).toEqual([]);
  });
});

describe('generated code equals PyTorch, and the plan to the last bit', () => {
  const small = ['dag_skip.json', 'linear_2_2_1.json', 'mlp_2_3_2.json', 'mlp_3_5_4_3.json'];
  const read = (name: string) => readGolden(readFileSync(new URL(name, folder), 'utf8'), name);

  test.each(small)('%s', (name) => {
    const { comparisons, skipped } = compareGenerated(read(name))!;
    expect(skipped).toEqual([]);
    expect(comparisons.length).toBeGreaterThan(100);
    expect(comparisons.filter(isOutside)).toEqual([]);
  });

  test('what holds no small network is none of its business', () =>
    expect(files.filter((name) => !small.includes(name)).map((name) => compareGenerated(read(name)))).toEqual(
      files.filter((name) => !small.includes(name)).map(() => null),
    ));
});

describe('a golden file that is not one is refused with the place', () => {
  test('no JSON', () => expect(() => readGolden('{', 'a.json')).toThrow(/^a\.json is not JSON: /));
  test('another entry', () =>
    expect(() => readGolden('{"torch_optim": {}, "loss": "much"}', 'a.json')).toThrow(
      'a.json is not a golden file: loss: Invalid type: Expected number but received "much"',
    ));
});
