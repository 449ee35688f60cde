import { expect, test } from 'vitest';
import { freeLabels, LABEL_HEIGHT } from './free-labels.ts';

test('no two labels that stand cover one another, and the first ones stand', () => {
  const places = Array.from({ length: 300 }, (_, i) => ({
    x: (i * 37) % 211,
    y: (i * 53) % 173,
    width: 8 + (i % 5) * 9,
  }));
  const stands = freeLabels(places);
  expect(stands[0]).toBe(true);
  const standing = places.filter((_, i) => stands[i]);
  expect(standing.length).toBeGreaterThan(10);
  standing.forEach((a, i) => {
    for (const b of standing.slice(i + 1)) {
      const isApart = a.x >= b.x + b.width || b.x >= a.x + a.width || Math.abs(a.y - b.y) >= LABEL_HEIGHT;
      expect(isApart).toBe(true);
    }
  });
});

test('a label is left out only where another is in its way', () => {
  expect(freeLabels([0, 100, 101, 120].map((x) => ({ x, y: 0, width: 15 })))).toEqual([true, true, false, true]);
});
