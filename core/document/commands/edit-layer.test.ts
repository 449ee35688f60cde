import { describe, expect, test } from 'vitest';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { moveItems, renameLayer, setActivation, setHasBias } from './edit-layer.ts';

const drawn = twoFourOne();

describe('renaming', () => {
  test.each([
    ['', 'at least one character'],
    ['   ', 'at least one character'],
    ['x'.repeat(41), 'this one has 41'],
    ['y1', 'already called'],
  ])('refuses "%s"', (name, reason) => {
    expect(reasonOf(renameLayer(drawn, 'l2', name))).toContain(reason);
  });

  test('trims, and to the same name changes nothing', () => {
    expect(after(drawn, renameLayer(drawn, 'l2', '  mix ')).layers['l2']!.name).toBe('mix');
    expect(renameLayer(drawn, 'l2', drawn.layers['l2']!.name)).toMatchObject({ changes: [] });
  });
});

test('a bias that is switched off takes its values along and comes back as 0', () => {
  const given = { ...drawn, parameters: { ...drawn.parameters, ['l2.bias']: Float64Array.of(1, 2, 3, 4) } };
  const without = after(given, setHasBias(given, 'l2', false));
  expect(without.parameters['l2.bias']).toBeUndefined();
  const again = after(without, setHasBias(without, 'l2', true));
  expect(again.parameters['l2.bias']).toEqual(new Float64Array(4));
});

test('a changed activation leaves every parameter the same object', () => {
  expect(after(drawn, setActivation(drawn, ['l2'], 'relu')).parameters).toBe(drawn.parameters);
});

test('a layer moves no farther than a file can hold, and takes no parameter with it', () => {
  const moved = after(drawn, moveItems(drawn, new Map([['l2', { x: 5e8, y: -5e8 }]])));
  expect(moved.layers['l2']).toMatchObject({ x: 1e7, y: -1e7 });
  expect(moved.parameters).toBe(drawn.parameters);
});

test('a layer that has gone in the meantime is named as such', () => {
  const gone = { item: 'l99', message: 'That layer is not there any more.' };
  expect(renameLayer(drawn, 'l99', 'a')).toEqual(gone);
  expect(setHasBias(drawn, 'l99', false)).toEqual(gone);
});
