import { expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { initialParameters } from '../../compile/initial-parameters.ts';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { randomise, scale, setAll } from './change-values.ts';
import { setRange } from './constrain.ts';

const document = twoFourOne();
const entries = [0, 1, 2].map((index) => ({ id: 'c1.weight', index }));
const first = (drawn: typeof document): number[] => [...drawn.parameters['c1.weight']!.subarray(0, 4)];
const before = first(document);

test('all to one value, within their ranges, the others stay', () => {
  const ranged = after(document, setRange(document, [entries[1]!], { minimum: -1, maximum: 0.25 }));
  expect(first(after(ranged, setAll(ranged, entries, 0.5)))).toEqual([0.5, 0.25, 0.5, before[3]]);
});

test('scaled, and negated without -0', () => {
  const scaled = after(document, scale(document, entries, 2));
  expect(first(scaled)).toEqual([2 * before[0]!, 2 * before[1]!, 2 * before[2]!, before[3]]);
  const zero = after(document, setAll(document, entries, 0));
  expect(Object.is(first(after(zero, scale(zero, entries, -1)))[0], 0)).toBe(true);
});

test('at random as a start with that seed would be', () => {
  const { network } = compileNetwork(document.layers, document.connections);
  const wanted = initialParameters(network!, 'heNormal', 5)['c1.weight']!;
  const made = after(document, randomise(document, network!, entries, 'heNormal', 5));
  expect(first(made)).toEqual([...wanted.subarray(0, 3), before[3]]);
});

test('a value that is no number changes nothing, and nothing selected is said', () => {
  expect(reasonOf(setAll(document, entries, NaN))).toContain('must be a finite number');
  expect(reasonOf(scale(document, entries, Infinity))).toContain('Nothing was changed');
  expect(reasonOf(setAll(document, [], 1))).toContain('No parameter is selected');
});
