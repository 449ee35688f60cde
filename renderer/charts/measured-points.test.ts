import { expect, test } from 'vitest';
import { measuredPoints } from './measured-points.ts';

const all = Array.from({ length: 1000 }, (_, i) => ({ step: 10 * i, value: i % 3 === 0 ? null : i }));

test('a stretch has its measurements and one beyond each end, without those that say nothing', () => {
  const { x } = measuredPoints(all, ({ value }) => value, 105, 165, 600);
  expect([...x]).toEqual([100, 110, 130, 140, 160, 170]);
});

test('very many are thinned out; the last one stays', () => {
  const { x } = measuredPoints(all, ({ step }) => step, 0, 9990, 50);
  expect(x.length).toBeLessThanOrEqual(101);
  expect(x.at(-1)).toBe(9990);
});
