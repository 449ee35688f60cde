import { expect, test } from 'vitest';
import { freeLabels, LABEL_HEIGHT } from './free-labels.ts';

test('no two labels that stand cover one another, and the first one stands', () => {
  const points = Array.from({ length: 300 }, (_, i) => ({
    x: (i * 37) % 211,
    y: (i * 53) % 173,
    width: 8 + (i % 5) * 9,
  }));
  const places = freeLabels(points);
  expect(places[0]).not.toBeNull();
  const standing = places.flatMap((place, i) => (place ? [{ ...place, width: points[i]!.width }] : []));
  expect(standing.length).toBeGreaterThan(20);
  standing.forEach((a, i) => {
    for (const b of standing.slice(i + 1)) {
      const isApart = a.x >= b.x + b.width || b.x >= a.x + a.width || Math.abs(a.y - b.y) >= LABEL_HEIGHT;
      expect(isApart).toBe(true);
    }
  });
});

test('a label stands right of its point, or where another is in its way left, above or below', () => {
  const near = [0, 1, 2, 3, 4].map((x) => ({ x, y: 0, width: 20 }));
  const places = freeLabels(near);
  expect(places[0]).toEqual({ x: 6, y: 0 });
  expect(places[1]!.x).toBeLessThan(-20);
  expect(places.filter((place) => place !== null)).toHaveLength(2);
  expect(freeLabels([{ x: 100, y: 0, width: 20 }])[0]).toEqual({ x: 106, y: 0 });
});
