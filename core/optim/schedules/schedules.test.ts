import { describe, expect, test } from 'vitest';
import type { Schedule } from './schedule.ts';
import { schedules } from './registry.ts';

const at = (schedule: Schedule, settings: Record<string, number>, ...steps: number[]): number[] =>
  steps.map((step) => schedule.factor(step, settings));
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12) as number);

describe('the factor of the learning rate', () => {
  test('is always 1 when constant', () => expect(at(schedules.constant, {}, 0, 10, 1e9)).toEqual([1, 1, 1]));

  test('halves every 10 steps', () =>
    expect(at(schedules.step, { every: 10, factor: 0.5 }, 0, 9, 10, 25)).toEqual([1, 1, 0.5, 0.25]));

  test('warms up, then follows half a cosine to its floor and stays there', () => {
    const settings = { totalSteps: 110, warmupSteps: 10, floor: 0.1 };
    const quarter = 0.1 + 0.9 * 0.5 * (1 + Math.SQRT1_2); // cos(π/4)
    expect(at(schedules.cosine, settings, 0, 5, 10, 35, 60, 110, 500)).toEqual(
      closeTo([0, 0.5, 1, quarter, 0.55, 0.1, 0.1]),
    );
  });

  test('warms up, then falls in a straight line', () =>
    expect(at(schedules.linear, { totalSteps: 30, warmupSteps: 10, floor: 0.2 }, 0, 5, 10, 20, 30, 31)).toEqual(
      closeTo([0, 0.5, 1, 0.6, 0.2, 0.2]),
    ));

  test('rises and falls in one cycle, as torch’s OneCycleLR(max_lr=1, total_steps=10) does', () => {
    const settings = { totalSteps: 10, risingShare: 0.3, startDivisor: 25, endDivisor: 1e4 };
    expect(at(schedules.oneCycle, settings, 0, 1, 2, 9)).toEqual(closeTo([0.04, 0.52, 1, 0.04 / 1e4]));
    // half way down: 7 steps from 2 to 9
    const down = (p: number) => 4e-6 + ((1 - 4e-6) / 2) * (1 + Math.cos(Math.PI * p));
    expect(at(schedules.oneCycle, settings, 3, 6)).toEqual(closeTo([down(1 / 7), down(4 / 7)]));
  });

  test.each(Object.entries<Schedule>(schedules))(
    '%s stays between 0 and 1 with the settings it starts with',
    (_, schedule) => {
      const settings = Object.fromEntries(
        Object.entries(schedule.fields).map(([name, { initial }]) => [name, initial]),
      );
      for (let step = 0; step < 1500; step += 7) {
        const factor = schedule.factor(step, settings);
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }
    },
  );
});
