import { describe, expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import { ONLY } from '../document.ts';
import { after, reasonOf, trainedTwoFourOne } from '../fixtures/two-four-one.ts';
import { connect } from './connect.ts';
import { remove } from './remove.ts';

describe('removing one edge', () => {
  const document = trainedTwoFourOne();
  const without = after(document, remove(document, [], new Map([['c1', [3]]])));

  test('leaves every other value as it was', () => {
    expect(without.connections['c1']!.mask).toEqual(Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 1));
    const expected = document.parameters['c1.weight']!.slice();
    expected[3] = 0;
    expect(without.parameters['c1.weight']).toEqual(expected);
    expect(without.parameters['c2.weight']).toBe(document.parameters['c2.weight']);
  });

  test('takes its name and its momentum along, so that an edge drawn there later starts afresh', () => {
    expect(without.labels['c1.weight']![3]).toBe('');
    expect(without.run[ONLY]!.moments['momentum/c1.weight']).toEqual(
      Float64Array.of(0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0.5),
    );
    const edge = [
      { layer: 'l1', unit: 1 },
      { layer: 'l2', unit: 1 },
    ] as const;
    const redrawn = after(without, connect(without, ...edge, Random.fromSeed(5)));
    expect(redrawn.connections['c1']!.mask).toBeNull();
    expect(redrawn.parameters['c1.weight']![3]).not.toBe(0);
    expect(redrawn.labels['c1.weight']![3]).toBe('');
  });

  test('a second time says that nothing is there', () => {
    expect(reasonOf(remove(without, [], new Map([['c1', [3]]])))).toContain('Nothing is selected');
  });
});

test('removing the last edge of a connection removes the connection with its weights, names and momentum', () => {
  const document = trainedTwoFourOne();
  const without = after(document, remove(document, [], new Map([['c1', [0, 1, 2, 3, 4, 5, 6, 7]]])));
  expect(Object.keys(without.connections)).toEqual(['c2']);
  expect(without.parameters['c1.weight']).toBeUndefined();
  expect(without.labels).toEqual({});
  expect(Object.keys(without.run[ONLY]!.moments)).toEqual(['momentum/c2.weight']);
});

test('removing a layer takes what is connected to it and leaves the rest of training in place', () => {
  const document = trainedTwoFourOne();
  const without = after(document, remove(document, ['l2'], new Map()));
  expect(without.connections).toEqual({});
  expect(Object.keys(without.parameters)).toEqual(['l3.bias']);
  expect(without.run[ONLY]).toMatchObject({ step: 9, moments: {} });
});
