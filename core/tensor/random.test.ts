import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('the same seed gives the same numbers, today and tomorrow', () => {
  const random = Random.fromSeed(7);
  expect([random.nextUint32(), random.nextUint32(), random.nextUint32()]).toMatchInlineSnapshot(`
    [
      210494603,
      711084892,
      3993689120,
    ]
  `);
});

test('a saved state continues where it was', () => {
  const random = Random.fromSeed(1);
  random.normal();
  const copy = Random.fromState(random.state);
  expect([random.uniform(), random.normal(), random.integer(10)]).toEqual([
    copy.uniform(),
    copy.normal(),
    copy.integer(10),
  ]);
});

test('normal numbers have mean 0 and deviation 1', () => {
  const random = Random.fromSeed(3);
  const drawn = Array.from({ length: 40_000 }, () => random.normal());
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.02); // 4 standard errors
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
});

test('integers are uniform and a shuffle keeps every item', () => {
  const random = Random.fromSeed(5);
  const counts = new Array<number>(6).fill(0);
  for (let i = 0; i < 60_000; i++) counts[random.integer(6)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const order = Uint32Array.from({ length: 50 }, (_, i) => i);
  random.shuffle(order);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('a seed or state that is none is refused', () => {
  expect(() => Random.fromSeed(-1)).toThrow('seed must be an integer from 0 to 4294967295, not -1');
  expect(() => Random.fromState(new Uint32Array(4))).toThrow('not all zero');
});
