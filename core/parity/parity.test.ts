/** Parity with PyTorch on the goldens that the project carries; the command `npm run parity` adds the fast kernels. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { compareFile } from './compare.ts';
import { readGolden } from './golden-file.ts';

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

describe('a golden file that is not one is refused with the place', () => {
  test('no JSON', () => expect(() => readGolden('{', 'a.json')).toThrow(/^a\.json is not JSON: /));
  test('another entry', () =>
    expect(() => readGolden('{"torch_optim": {}, "loss": "much"}', 'a.json')).toThrow(
      'a.json is not a golden file: loss: Invalid type: Expected number but received "much"',
    ));
});
