import { expect, test } from 'vitest';
import { apply, invert } from './change.ts';
import { addLayer } from './commands/add-layer.ts';
import { connect } from './commands/connect.ts';
import { remove } from './commands/remove.ts';
import { isRefusal } from './commands/command.ts';
import { after, twoFourOne } from './fixtures/two-four-one.ts';
import { countParameters, parametersOf } from './parameter-shape.ts';
import { Random } from '../tensor/random.ts';

test('weights are [target, source], then biases; the counts are 2·4 + 4·1 weights and 4 + 1 biases', () => {
  expect(parametersOf(twoFourOne())).toEqual([
    { id: 'c1.weight', shape: [4, 2], mask: null },
    { id: 'c2.weight', shape: [1, 4], mask: null },
    { id: 'l2.bias', shape: [4], mask: null },
    { id: 'l3.bias', shape: [1], mask: null },
  ]);
  expect(countParameters(twoFourOne())).toBe(17);
});

test('an edge that is not drawn is not counted', () => {
  const document = twoFourOne();
  expect(countParameters(after(document, remove(document, [], new Map([['c1', [0, 5]]]))))).toBe(15);
});

test('the order stays what it was when something is deleted and brought back, so that exports stay the same', () => {
  const document = twoFourOne();
  const result = remove(document, ['l2'], new Map());
  if (isRefusal(result)) throw new Error(result.message);
  const back = apply(apply(document, result.changes), invert(result.changes));
  expect(Object.keys(back.layers)).not.toEqual(Object.keys(document.layers)); // what makes the order worth testing
  expect(parametersOf(back)).toEqual(parametersOf(document));
});

test('the tenth connection comes after the ninth', () => {
  let document = twoFourOne();
  for (let n = 4; n <= 12; n++) {
    document = after(document, addLayer(document, { kind: 'output', size: 1, x: 0, y: n }));
    const ends = [
      { layer: 'l1', unit: null },
      { layer: `l${n}`, unit: null },
    ] as const;
    document = after(document, connect(document, ...ends, Random.fromSeed(n)));
  }
  const weights = parametersOf(document).filter(({ id }) => id.endsWith('.weight'));
  expect(weights.map(({ id }) => id).slice(-3)).toEqual(['c9.weight', 'c10.weight', 'c11.weight']);
});
