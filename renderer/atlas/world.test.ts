import { expect, test } from 'vitest';
import { countKnown } from '../../core/atlas/count.ts';
import { findModel } from '../../core/atlas/find-model.ts';
import { tensor, block } from '../../core/atlas/tree.ts';
import { arrange, placedAt, type Subject } from './world.ts';

const subject = (name: string): Subject => ({
  id: name,
  title: name,
  isAbout: false,
  tree: countKnown(findModel(name)!).tree,
});
const mine: Subject = {
  id: 'mine',
  title: 'Mine',
  isAbout: false,
  tree: block('Mine', [tensor('w', [3, 3], 'weight')]),
};

test('nine parameters are a square of three by three right beside 70 billion, exactly', () => {
  const [large, small] = arrange([subject('llama-3-70b'), subject('gpt2'), mine]);
  const { rect } = small!.root;
  expect(small!.id).toBe('mine');
  expect(rect.width).toBe(3);
  expect(large!.root.rect.width ** 2).toBeCloseTo(70_553_706_496, -1); // 5 parts in 10^12 of rounding
  expect(rect.x - large!.root.rect.width).toBe(1.5);
  expect(rect.y + rect.height).toBe(0);
});

test('every rectangle is found again by a point in it', () => {
  const exhibits = arrange([subject('llama-3-70b')]);
  const tensorPlace = exhibits[0]!.root.children[40]!.children[1]!.children[0]!;
  const { x, y, width, height } = tensorPlace.rect;
  expect(placedAt(exhibits, x + width / 2, y + height / 2, 0)).toBe(tensorPlace);
  expect(placedAt(exhibits, x + width / 2, y + height / 2, 200_000)).toBe(exhibits[0]!.root);
  expect(tensorPlace.path.map(({ node }) => node.name).slice(1)).toEqual(['Layer 39', 'self_attn', 'q_proj.weight']);
});

test('a drawing without parameters has no place on the ground', () => {
  expect(arrange([{ ...mine, tree: block('Empty', []) }, subject('gpt2')]).map(({ id }) => id)).toEqual(['gpt2']);
});
