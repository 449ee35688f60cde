import { expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { addLayer } from './add-layer.ts';
import { connect, connectionRefusal } from './connect.ts';
import { resizeLayer } from './resize-layer.ts';

const random = (): Random => Random.fromSeed(1);
const drawn = twoFourOne();

test('a smaller layer keeps its first units and gives the others up', () => {
  const smaller = after(drawn, resizeLayer(drawn, 'l2', 3, random()));
  expect(smaller.parameters['c1.weight']).toEqual(drawn.parameters['c1.weight']!.slice(0, 6));
  expect(smaller.parameters['c2.weight']).toEqual(drawn.parameters['c2.weight']!.slice(0, 3));
  expect(smaller.parameters['l2.bias']).toEqual(drawn.parameters['l2.bias']!.slice(0, 3));
});

test('to fewer units removes a connection whose last edge goes, so that nothing unseen stands in the way', () => {
  const empty = after(drawn, addLayer(drawn, { kind: 'dense', size: 3, x: 0, y: 0 })); // l4
  const joined = after(empty, connect(empty, { layer: 'l2', unit: 0 }, { layer: 'l4', unit: 2 }, random()));
  expect(joined.connections['c3']!.mask).toHaveLength(12);
  const smaller = after(joined, resizeLayer(joined, 'l4', 2, random()));
  expect(Object.keys(smaller.connections)).toEqual(['c1', 'c2']);
  expect(smaller.parameters['c3.weight']).toBeUndefined();
  expect(connectionRefusal(smaller, { layer: 'l4', unit: 0 }, { layer: 'l2', unit: 0 })).toBeNull();
});

test('refuses sizes outside 1 to 4096, and more edges than can be drawn, with both numbers', () => {
  expect(reasonOf(resizeLayer(drawn, 'l2', 0, random()))).toBe('A layer has 1 to 4096 units, not 0.');
  expect(reasonOf(resizeLayer(drawn, 'l2', 2.5, random()))).toBe('A layer has 1 to 4096 units, not 2.5.');
  const wide = after(drawn, resizeLayer(drawn, 'l2', 4096, random()));
  expect(reasonOf(resizeLayer(wide, 'l1', 977, random()))).toBe(
    '977 to 4096 units are 4001792 edges; up to 4000000 can be drawn. Use fewer units.',
  );
});

test('an input has no bias to resize, and its new units weigh 0', () => {
  const wider = after(drawn, resizeLayer(drawn, 'l1', 3, random()));
  expect(wider.parameters['l1.bias']).toBeUndefined();
  const weights = wider.parameters['c1.weight']!;
  const before = drawn.parameters['c1.weight']!;
  for (let unit = 0; unit < 4; unit++) {
    expect([...weights.slice(3 * unit, 3 * unit + 3)]).toEqual([before[2 * unit], before[2 * unit + 1], 0]);
  }
});

test('a layer that has gone in the meantime is named as such', () => {
  expect(resizeLayer(drawn, 'l99', 2, random())).toEqual({
    item: 'l99',
    message: 'That layer is not there any more.',
  });
});
