import { expect, test } from 'vitest';
import { placeTicks, tickText } from './draw-ticks.ts';

const tick = (step: number) => ({ step, kind: 'edit' as const, label: `edit at ${step}` });

test('ticks that would overlap are one, those outside of what is shown are none', () => {
  const placed = placeTicks([tick(30), tick(10), tick(11), tick(900)], (step) => (step > 100 ? NaN : step * 4));
  expect(placed.map(({ x, ticks }) => [x, ticks.length])).toEqual([
    [40, 2],
    [120, 1],
  ]);
});

test('ticks with marks that would be written over each other are one', () => {
  const marked = [10, 12, 14, 40].map((step, i) => ({ ...tick(step), mark: String(i + 1) }));
  expect(placeTicks(marked, (step) => step * 4).map(({ ticks }) => ticks.length)).toEqual([3, 1]);
});

test('a tick of many edits names three and counts the rest', () => {
  const [placed] = placeTicks([1, 1, 1, 1, 1].map(tick), () => 5);
  expect(tickText(placed!)).toEqual(['edit at 1', 'edit at 1', 'edit at 1', 'and 2 more']);
});
