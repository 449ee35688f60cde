import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countKnown } from './count.ts';
import { layOut, type Rect } from './layout.ts';
import { models } from './models/registry.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { presets } from '../presets/registry.ts';
import { childrenOf, type BlockNode, type TreeNode } from './tree.ts';
import { treeOfDocument } from './tree-of-document.ts';

/** Rounding: a part in 10^9 of the parent's side. */
const ROUNDING = 1e-9;

/** Areas are the sizes, inside the parent, nothing on top of another. */
function check(sizes: readonly number[], parent: Rect): readonly Rect[] {
  const rects = layOut(sizes, parent);
  const [area, slack] = [parent.width * parent.height, ROUNDING * Math.max(parent.width, parent.height)];
  const total = sizes.reduce((a, b) => a + b, 0);
  let sum = 0;
  rects.forEach((rect, i) => {
    sum += rect.width * rect.height;
    // Not expect() for each of tens of thousands: it is slow.
    const isInside =
      rect.x >= parent.x - slack &&
      rect.y >= parent.y - slack &&
      rect.x + rect.width <= parent.x + parent.width + slack &&
      rect.y + rect.height <= parent.y + parent.height + slack;
    if (!isInside) expect(rect, 'inside its parent').toEqual(parent);
    const wanted = (area * sizes[i]!) / total;
    if (Math.abs(rect.width * rect.height - wanted) > 1e-6 * wanted) expect(rect.width * rect.height).toBe(wanted);
  });
  expect(Math.abs(sum / area - 1)).toBeLessThan(ROUNDING);
  expect(overlap(rects, slack)).toBeNull();
  return rects;
}

/** A pair that overlaps by more than rounding; swept from left to right. */
function overlap(rects: readonly Rect[], slack: number): [Rect, Rect] | null {
  const sorted = [...rects].sort((a, b) => a.x - b.x);
  for (const [i, a] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length && sorted[j]!.x < a.x + a.width - slack; j++) {
      const b = sorted[j]!;
      if (b.y < a.y + a.height - slack && a.y < b.y + b.height - slack) return [a, b];
    }
  }
  return null;
}

/** What people draw themselves goes the same way. */
const own: readonly (readonly [string, BlockNode])[] = [
  ['the first network, with 9 parameters,', treeOfDocument('Mine', presets.worked.make())],
  ['the names model', treeOfDocument('Names', languagePresets['gpt-names'].draw(27))],
  ['a small GPT', treeOfDocument('GPT', languagePresets['gpt-char-small'].draw(65))],
];
const known = models.map((model) => [model.id, countKnown(model).tree] as const);

test('one’s own networks have the totals that they are known by', () => {
  expect(own.map(([, { count }]) => count)).toEqual([9, 4_192, 804_096]);
});

describe('the rectangles of a map', () => {
  test.each([...known, ...own])(
    'of %s add up to its total on every level, inside one another and side by side',
    (_, tree) => {
      const { count: total } = tree;
      const side = Math.sqrt(total);
      const seen = new Set<readonly TreeNode[]>();
      const visit = (node: TreeNode, rect: Rect): void => {
        const children = childrenOf(node);
        if (children.length === 0 || seen.has(children)) return;
        seen.add(children);
        const rects = check(
          children.map(({ count }) => count),
          rect,
        );
        children.forEach((child, i) => visit(child, rects[i]!));
      };
      visit(tree, { x: 0, y: 0, width: side, height: side });
    },
  );

  test('hold for any sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
    const side = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(sizes, side, side, (some, width, height) => {
        check(some, { x: -3, y: 7, width, height });
      }),
      { numRuns: 200 },
    );
  });
});
