import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlaps, placeLabels, type LabelWish } from './place-labels.ts';

const measure = (text: string): number => 7 * text.length;

test('labels never overlap and never leave what they name, whatever is asked for', () => {
  const side = fc.double({ min: 0, max: 300, noNaN: true });
  const wish: fc.Arbitrary<LabelWish> = fc.record({
    variants: fc.array(fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 3,
    }),
    area: fc.record({ x: side, y: side, width: side, height: side }),
    rank: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
      const labels = placeLabels(wishes, measure);
      labels.forEach(({ box, wish: { area } }, i) => {
        expect(box.x).toBeGreaterThanOrEqual(area.x);
        expect(box.y).toBeGreaterThanOrEqual(area.y);
        expect(box.x + box.width).toBeLessThanOrEqual(area.x + area.width + 1e-9);
        expect(box.y + box.height).toBeLessThanOrEqual(area.y + area.height + 1e-9);
        for (const other of labels.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false);
      });
    }),
    { numRuns: 100 },
  );
});

test('where one of several numbered names is shortened to its number, the others are too, but for the first', () => {
  const family = {};
  const wish = (n: number, width: number): LabelWish => ({
    variants: [[`Layer ${n}`, '12'], [`Layer ${n}`], [String(n)]],
    area: { x: 100 * n, y: 0, width, height: 40 },
    rank: 1,
    family,
  });
  const names = (widths: readonly number[]): string[] =>
    placeLabels(
      widths.map((width, n) => wish(n, width)),
      measure,
    ).map(({ lines }) => lines.join(' '));
  expect(names([90, 90, 30, 90])).toEqual(['Layer 0 12', '1', '2', '3']);
  expect(names([90, 90])).toEqual(['Layer 0 12', 'Layer 1 12']);
});

test('a narrow place gets the shorter name, one that is too small gets none', () => {
  const variants = [['self_attn', '151 011 328'], ['self_attn']];
  const at = (width: number, height: number): string[][] =>
    placeLabels([{ variants, area: { x: 0, y: 0, width, height }, rank: 0 }], measure).map(({ lines }) => [...lines]);
  expect(at(100, 40)).toEqual([['self_attn', '151 011 328']]);
  expect(at(80, 40)).toEqual([['self_attn']]);
  expect(at(20, 40)).toEqual([]);
});
