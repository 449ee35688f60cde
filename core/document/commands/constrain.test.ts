import { describe, expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import { apply, invert } from '../change.ts';
import { startingValues } from '../constraints.ts';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { isRefusal } from './command.ts';
import { setFrozen, setRange, tie, untie } from './constrain.ts';
import { duplicate } from './duplicate.ts';
import { remove } from './remove.ts';
import { resizeLayer } from './resize-layer.ts';
import { setEntries, setParameter } from './set-values.ts';

const document = twoFourOne();
const [a, b, c] = [0, 1, 2].map((index) => ({ id: 'c1.weight', index })) as [
  { id: string; index: number },
  { id: string; index: number },
  { id: string; index: number },
];
const bias = { id: 'l2.bias', index: 1 };
const value = (drawn: typeof document, { id, index }: { id: string; index: number }) => drawn.parameters[id]![index]!;

describe('a range', () => {
  test('brings its value in at once, and stops the knob', () => {
    const ranged = after(document, setRange(document, [a], { minimum: 1, maximum: 2 }));
    expect(value(ranged, a)).toBe(1);
    expect(value(after(ranged, setParameter(ranged, a.id, a.index, 7)), a)).toBe(2);
    expect(value(ranged, b)).toBe(value(document, b));
  });

  test('undoes with the value that it moved', () => {
    const result = setRange(document, [a], { minimum: 1, maximum: 2 });
    if (isRefusal(result)) throw new Error(result.message);
    expect(apply(apply(document, result.changes), invert(result.changes))).toEqual(document);
  });

  test('that holds nothing is refused, also where a tie makes it so', () => {
    expect(reasonOf(setRange(document, [a], { minimum: 2, maximum: 1 }))).toContain('holds no value');
    let drawn = after(document, tie(document, [a, b], true));
    drawn = after(drawn, setRange(drawn, [a], { minimum: 1, maximum: Infinity }));
    expect(value(drawn, b)).toBe(-1);
    expect(reasonOf(setRange(drawn, [b], { minimum: 0, maximum: 5 }))).toContain('No value is in the ranges');
  });

  test('that is opened again leaves no trace', () => {
    const ranged = after(document, setRange(document, [a], { minimum: -9, maximum: 9 }));
    const open = after(ranged, setRange(ranged, [a], { minimum: -Infinity, maximum: Infinity }));
    expect(open.constraints).toEqual({});
  });
});

describe('a tie', () => {
  const tied = after(document, tie(document, [a, b, bias], false));

  test('is one value, and whoever is turned turns all', () => {
    expect([value(tied, b), value(tied, bias)]).toEqual([value(document, a), value(document, a)]);
    const turned = after(tied, setParameter(tied, bias.id, bias.index, 0.75));
    expect([value(turned, a), value(turned, b)]).toEqual([0.75, 0.75]);
    const pasted = after(tied, setEntries(tied, 'paste', [{ entry: b, value: 0.25 }]));
    expect([value(pasted, a), value(pasted, bias)]).toEqual([0.25, 0.25]);
  });

  test('takes two or more that are not tied yet', () => {
    expect(reasonOf(tie(document, [a, a], false))).toContain('two or more');
    expect(reasonOf(tie(tied, [b, c], false))).toContain('is tied already');
    expect(untie(tied, [b])).toHaveProperty('changes.0.after', undefined);
  });

  test('ends when all but one have gone; when the first goes, the next leads', () => {
    const mirrored = after(document, tie(document, [a, b, bias], true));
    const led = after(mirrored, remove(mirrored, [], new Map([['c1', [0]]])));
    expect(led.ties['t1']!.members.map(({ id, index, sign }) => [id, index, sign])).toEqual([
      ['c1.weight', 1, 1],
      ['l2.bias', 1, 1],
    ]);
    expect(after(led, remove(led, [], new Map([['c1', [1]]]))).ties).toEqual({});
  });

  test('mirroring 0 gives 0, not -0', () => {
    const mirrored = after(document, tie(document, [a, b], true));
    expect(Object.is(value(after(mirrored, setParameter(mirrored, a.id, 0, 0)), b), 0)).toBe(true);
  });
});

test('what a parameter is held to moves with it when a layer grows, and goes to the copies when it is duplicated', () => {
  const frozen = after(document, setFrozen(document, [bias, { id: 'c1.weight', index: 7 }], true));
  const grown = after(frozen, resizeLayer(frozen, 'l1', 3, Random.fromSeed(1)));
  expect([...grown.constraints['c1.weight']!.frozen!].indexOf(1)).toBe(10); // unit 4, input 2 of 3
  expect(Object.keys(after(frozen, duplicate(frozen, ['l2'])).constraints)).toEqual([
    'l2.bias',
    'c1.weight',
    'l4.bias',
  ]);
});

test('a new start keeps what is frozen', () => {
  const frozen = after(document, setFrozen(document, [a], true));
  const initial = Object.fromEntries(Object.entries(document.parameters).map(([id, all]) => [id, all.map(() => 9)]));
  const started = startingValues(frozen, frozen.parameters, initial);
  expect([...started['c1.weight']!.subarray(0, 2)]).toEqual([value(document, a), 9]);
});
