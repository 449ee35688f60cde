import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapToOthers } from './snap-to-others.ts';

const box = (x: number, y: number, width = 60, height = 40) => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

test('with nothing near, the anchor lands on a multiple of 10, wherever it started', () => {
  const number = fc.double({ min: -500, max: 500, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (x, y, dx, dy) => {
      const moved = snapToOthers(box(x, y), { x, y }, [], dx, dy, 6);
      for (const at of [x + moved.dx, y + moved.dy]) expect(Math.abs(at - Math.round(at / 10) * 10)).toBeLessThan(1e-9);
    }),
  );
});

test('a middle that comes within 6 of another middle is put in line with it, and a guide joins both', () => {
  const moved = snapToOthers(box(0, 0), { x: 0, y: 0 }, [box(203, 90)], 200, 0, 6);
  expect(moved.dx).toBe(203);
  expect(moved.guides).toContainEqual({ isVertical: true, at: 203, from: -20, to: 110 });
});

test('edges attract too: a narrower box lines up at the left', () => {
  const moved = snapToOthers(box(0, 0, 20), { x: 0, y: 0 }, [box(100, 300)], 84, 0, 6);
  expect(moved.dx - 10).toBe(70); // left edges
  expect(moved.guides).toHaveLength(1);
});

test('beyond reach the grid holds', () => {
  const moved = snapToOthers(box(0, 0), { x: 0, y: 0 }, [box(207, 500)], 200, 0, 6);
  expect(moved).toEqual({ dx: 200, dy: 0, guides: [] });
});
