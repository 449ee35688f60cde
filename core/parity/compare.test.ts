/** What a comparison with PyTorch lets pass: what rounding explains, and no mistake. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { compareFile, isOutside } from './compare.ts';
import { ROUNDING, spreadOf, type ExactRun } from './conditioning.ts';
import { readGolden, type GoldenFile } from './golden-file.ts';

const text = (name: string): string =>
  readFileSync(new URL(`../fixtures/golden/${name}.json`, import.meta.url), 'utf8');

/** The file with one number of each optimizer's parameters after 50 steps moved. */
function moved(name: string, by: number): GoldenFile {
  const file = readGolden(text(name), name);
  for (const snapshots of Object.values(file.after ?? {})) {
    const [id] = Object.keys(snapshots['50']!.params);
    snapshots['50']!.params[id!] = (snapshots['50']!.params[id!] as number) + by;
  }
  return file;
}

describe('a number that is not PyTorch’s', () => {
  test.each([
    [portable64, 1e-7],
    [portable32, 1e-4],
  ])('is outside on $name', (kernels, by) => {
    const { comparisons, illConditioned } = compareFile(moved('dag_skip', by), kernels);
    expect(comparisons.filter(isOutside)).toHaveLength(6); // one of each optimizer
    expect(illConditioned).toBe(0);
  });
});

test('what a file holds that is not known is skipped with its name, the rest is compared', () => {
  const file = readGolden(text('functions'), 'functions');
  const { comparisons, skipped } = compareFile(
    { ...file, functions: { ...file.functions, mish: file.functions!['tanh']! } },
    portable64,
  );
  expect(skipped).toEqual(['function mish: not known']);
  expect(comparisons).toHaveLength(compareFile(file, portable64).comparisons.length);
});

describe('how far rounding carries a run', () => {
  const runOf = (move: (value: number) => number) => (): ExactRun => {
    const data = Float64Array.of(0.3);
    const parameters = new Map([['w', { data, gradient: null, slots: [], mask: null }]]);
    return {
      plan: { parameters } as unknown as ExactRun['plan'],
      update: () => (data[0] = move(data[0]!)),
      loss: () => 0,
    };
  };
  const always = (): boolean => true;

  test('no farther than rounding where steps shrink differences', () => {
    const spread = spreadOf(
      runOf((w) => 0.9 * w),
      50,
      ROUNDING.float32,
      always,
    );
    expect(spread).toBeGreaterThan(0);
    expect(spread).toBeLessThan(1e-7);
  });

  test('by a millionfold where each step doubles them', () => {
    expect(
      spreadOf(
        runOf((w) => (2 * w) % 1),
        20,
        ROUNDING.float32,
        always,
      ),
    ).toBeGreaterThan(1e-3);
  });

  test('entries that do not count are not looked at', () => {
    expect(
      spreadOf(
        runOf((w) => 0.9 * w),
        50,
        ROUNDING.float32,
        () => false,
      ),
    ).toBe(0);
  });
});
