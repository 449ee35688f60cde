import { expect, test } from 'vitest';
import { curvePath, evenly, spread } from './profile-curve.ts';

test('points are ascending and hold the present value exactly', () => {
  const at = evenly(-1, 1, 5, 0.3);
  expect([...at]).toEqual([-1, -0.5, 0, 0.3, 0.5, 1]);
  expect([...evenly(-1, 1, 3, 0)]).toEqual([-1, 0, 1]);
});

test('examples are taken evenly, or all', () => {
  const all = Uint32Array.from({ length: 10 }, (_, i) => i);
  expect([...spread(all, 4)]).toEqual([0, 2, 5, 7]);
  expect(spread(all, 10)).toBe(all);
});

test('a parabola with its slopes is drawn exactly: the control points lie on its tangents', () => {
  const curve = { losses: Float64Array.of(1, 0, 1), slopes: Float64Array.of(-2, 0, 2) };
  const same = (value: number): number => value;
  expect(curvePath(Float64Array.of(-1, 0, 1), curve, same, same)).toBe(
    'M-1.00 1.00C-0.67 0.33 -0.33 0.00 0.00 0.00C0.33 0.00 0.67 0.33 1.00 1.00',
  );
});

test('a loss that is no number leaves a gap', () => {
  const curve = { losses: Float64Array.of(1, NaN, 2), slopes: new Float64Array(3) };
  const same = (value: number): number => value;
  expect(curvePath(Float64Array.of(0, 1, 2), curve, same, same)).toBe('M0.00 1.00M2.00 2.00');
});
