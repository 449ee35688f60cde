/** What a comparison with PyTorch lets pass: what rounding explains, and no mistake. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { adagrad } from '../optim/optimizers/adagrad.ts';
import { adam } from '../optim/optimizers/adam.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { rmsprop } from '../optim/optimizers/rmsprop.ts';
import { compareGenerated } from './compare-generated.ts';
import { compareFile } from './compare.ts';
import { ROUNDING, Spreads, spreadOf, type ExactRun } from './conditioning.ts';
import { readGolden, type GoldenFile } from './golden-file.ts';
import { isJudgedBySpread, isOutside } from './judge.ts';

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

function onlyCase(activation: string, loss: string): GoldenFile {
  const file = readGolden(text('mlp_2_3_2'), 'mlp_2_3_2');
  return { ...file, cases: file.cases!.filter((one) => one.activation === activation && one.loss_name === loss) };
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

describe('an optimizer that is not PyTorch’s', () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([portable64, portable32])('RMSProp with its epsilon inside the root is outside on $name', (kernels) => {
    vi.spyOn(rmsprop, 'update').mockImplementation((values, gradient, [square, velocity], _step, settings) => {
      const { learningRate = 0, smoothing = 0, momentum = 0, epsilon = 0 } = settings;
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i]!;
        square![i] = smoothing * square![i]! + (1 - smoothing) * g * g;
        velocity![i] = momentum * velocity![i]! + g / Math.sqrt(square![i]! + epsilon);
        values[i]! -= learningRate * velocity![i]!;
      }
    });
    const { comparisons } = compareFile(onlyCase('relu', 'bce'), kernels);
    const outside = comparisons.filter(isOutside).map(({ what }) => what.split(' step')[0]);
    expect([...new Set(outside)]).toEqual(['mlp_2_3_2 relu bce rmsprop', 'mlp_2_3_2 relu bce rmsprop_mom']);
  });
});

/** One optimizer's run of a case: `mlp_2_3_2 relu bce rmsprop`. */
function onlyRun(run: string): GoldenFile {
  const [, activation = '', loss = '', optimizer = ''] = run.split(' ');
  const file = onlyCase(activation, loss);
  const cases = file.cases!.map((one) => ({ ...one, after: { [optimizer]: one.after![optimizer]! } }));
  return { ...file, cases };
}

/** As if rounding in float64 carried the run so far at this snapshot. */
function carriedBy(spread: number, run: string, steps: readonly number[]): Spreads {
  const spreads = new Spreads();
  for (const step of steps) spreads.of(`float64 ${run} step ${step}`, () => spread);
  return spreads;
}

describe('a run that float64 rounding carries beyond the tolerance', () => {
  const run = 'mlp_2_3_2 relu bce rmsprop';
  /** What is outside, and what is judged by its spread, with one number of the run moved at one snapshot. */
  const judge = (step: number, by: number, spread: number) => {
    const file = onlyRun(run);
    const [bias] = file.cases!.map(({ after }) => after!['rmsprop']!['' + step]!.params['l2.bias'] as number[]);
    bias![0]! += by;
    const spreads = carriedBy(spread, run, [1, 5, 50]);
    return [compareFile(file, portable64, spreads), compareGenerated(file, spreads)!].map(({ comparisons }) => [
      comparisons.filter(isOutside).length,
      comparisons.filter(isJudgedBySpread).map(({ what, usual }) => [what, usual]),
    ]);
  };
  const moved = [`${run} step 50 l2.bias`, 1e-9];

  test('within 8 times its spread after 50 steps: inside, and named apart', () =>
    expect(judge(50, 7e-8, 1e-8)).toEqual([
      [0, [moved]],
      [0, [moved]],
    ]));
  test('beyond 8 times its spread: outside', () => {
    for (const [outside, apart] of judge(50, 2e-7, 1e-8)) expect([outside, apart]).toEqual([1, []]);
  });
  test('beyond 1e-5: outside, however far rounding carries it', () => {
    for (const [outside] of judge(50, 2e-5, 1)) expect(outside).toBe(1);
  });
  test('after an earlier number outside: outside, though its own distance would be explained', () => {
    const file = onlyRun(run);
    const after = file.cases![0]!.after!['rmsprop']!;
    for (const [step, by] of [
      ['5', 2e-9],
      ['50', 7e-8],
    ] as const) {
      (after[step]!.params['l2.bias'] as number[])[0]! += by;
    }
    const spreads = carriedBy(1e-8, run, [1, 5, 50]);
    for (const { comparisons } of [compareFile(file, portable64, spreads), compareGenerated(file, spreads)!]) {
      const outside = comparisons.filter(isOutside).map(({ what }) => what);
      expect(outside).toEqual([`${run} step 5 l2.bias`, `${run} step 50 l2.bias`]);
    }
  });
  test('at the first five steps: outside, however far rounding carries it', () => {
    for (const step of [1, 5]) for (const [outside] of judge(step, 2e-9, 1e-8)) expect(outside).toBe(1);
  });
});

describe('a mistake in a run that rounding carries far', () => {
  afterEach(() => void vi.restoreAllMocks());
  const outsideOf = (run: string): number => {
    const spreads = carriedBy(1e-6, run, [1, 5, 50]);
    return compareFile(onlyRun(run), portable64, spreads).comparisons.filter(isOutside).length;
  };
  /** Settings that differ in one number. */
  const withSettings = (optimizer: Optimizer, changed: Readonly<Record<string, number>>): void => {
    const { update } = optimizer;
    vi.spyOn(optimizer, 'update').mockImplementation((values, gradient, slots, step, settings) =>
      update(values, gradient, slots, step, { ...settings, ...changed }),
    );
  };

  test('without one, nothing is outside', () =>
    expect(['rmsprop', 'adagrad', 'adam'].map((name) => outsideOf(`mlp_2_3_2 tanh ce ${name}`))).toEqual([0, 0, 0]));
  test('an epsilon inside RMSProp’s root', () => {
    vi.spyOn(rmsprop, 'update').mockImplementation((values, gradient, [square], _step, settings) => {
      const { learningRate = 0, smoothing = 0, epsilon = 0 } = settings;
      for (let i = 0; i < values.length; i++) {
        square![i] = smoothing * square![i]! + (1 - smoothing) * gradient[i]! ** 2;
        values[i]! -= (learningRate * gradient[i]!) / Math.sqrt(square![i]! + epsilon);
      }
    });
    expect(outsideOf('mlp_2_3_2 tanh ce rmsprop')).toBeGreaterThan(5);
  });
  test('a smoothing of 0.9901 instead of 0.99', () => {
    withSettings(rmsprop, { smoothing: 0.9901 });
    expect(outsideOf('mlp_2_3_2 tanh ce rmsprop')).toBeGreaterThan(5);
  });
  test('a beta2 of 0.9991 instead of 0.999', () => {
    withSettings(adam, { beta2: 0.9991 });
    expect(outsideOf('mlp_2_3_2 tanh ce adam')).toBeGreaterThan(5);
  });
  test('Adagrad without the newest gradient in its sum', () => {
    vi.spyOn(adagrad, 'update').mockImplementation((values, gradient, [sum], _step, settings) => {
      const { learningRate = 0, epsilon = 0 } = settings;
      for (let i = 0; i < values.length; i++) {
        values[i]! -= (learningRate * gradient[i]!) / (Math.sqrt(sum![i]!) + epsilon);
        sum![i]! += gradient[i]! ** 2;
      }
    });
    expect(outsideOf('mlp_2_3_2 tanh ce adagrad')).toBeGreaterThan(5);
  });
});

describe('a run that float32 rounding alone carries away', () => {
  const carried = 'mlp_2_3_2 tanh ce adagrad';

  test('is compared at steps 1 and 5 in float32, and at every step in float64', () => {
    const steps = (kernels: typeof portable64): number[] => [
      ...new Set(
        compareFile(onlyCase('tanh', 'ce'), kernels)
          .comparisons.filter(({ what }) => what.startsWith(`${carried} step`))
          .map(({ what }) => Number(/step (\d+)/.exec(what)![1])),
      ),
    ];
    expect(steps(portable32)).toEqual([1, 5]);
    expect(steps(portable64)).toEqual([1, 5, 50]);
  });

  test('is known by measurement, whatever PyTorch’s own float32 did and whatever the golden numbers are', () => {
    const left = compareFile(onlyCase('tanh', 'ce'), portable32).illConditioned;
    expect(left).toBeGreaterThan(0);
    const other = onlyCase('tanh', 'ce');
    for (const example of other.cases!) {
      delete example.f32_max_abs_diff;
      for (const snapshots of Object.values(example.after!)) snapshots['50']!.loss += 1;
    }
    expect(compareFile(other, portable32).illConditioned).toBe(left);
  });

  test('is measured once for all sets of kernels', () => {
    const spreads = new Spreads();
    const measure = vi.fn(() => 0.5);
    expect([spreads.of('a run', measure), spreads.of('a run', measure)]).toEqual([0.5, 0.5]);
    expect(measure).toHaveBeenCalledTimes(1);
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
