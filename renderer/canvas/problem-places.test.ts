import { expect, test } from 'vitest';
import { twoFourOne } from '../../core/document/fixtures/two-four-one.ts';
import { layerBox } from './geometry.ts';
import { problemPlaces } from './problem-places.ts';

const { layers, connections } = twoFourOne();
const at = (item: string | null, message = 'Something is wrong.') => ({ item, message });

test('a problem of a layer stands at its box, one of a connection half-way between its layers', () => {
  const [layer, connection] = problemPlaces([at('l1'), at('c2')], layers, connections);
  expect(layer).toMatchObject({ name: 'x1', box: { left: layerBox(layers['l1']!).left } });
  expect(connection!.name).toBe('h1 to y1');
  expect(connection!.box.left).toBe(120); // between x = 0 and x = 240, whose cards are equally wide
});

test('two problems of one item share its place; what is not drawn has none', () => {
  const places = problemPlaces([at('l2', 'One.'), at(null), at('gone'), at('l2', 'Two.')], layers, connections);
  expect(places.map(({ problems }) => problems.map(({ message }) => message))).toEqual([['One.', 'Two.']]);
});

test('what stands in the way comes before hints', () => {
  const hint = { item: 'l2', message: 'Nothing reaches it.', severity: 'warning' } as const;
  expect(problemPlaces([hint, at('l3')], layers, connections).map(({ item }) => item)).toEqual(['l3', 'l2']);
});
