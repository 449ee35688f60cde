import { expect, test } from 'vitest';
import { remove } from '../../../core/document/commands/remove.ts';
import { after, twoFourOne } from '../../../core/document/fixtures/two-four-one.ts';
import { parameterName } from '../../../core/document/parameter-names.ts';
import { ParameterList } from './parameter-list.ts';

test('numbers every weight and bias, and leaves undrawn edges out', () => {
  const drawn = twoFourOne();
  const cut = after(drawn, remove(drawn, [], new Map([['c1', [2, 5]]])));
  const list = new ParameterList(cut);
  expect(list.count).toBe(8 - 2 + 4 + 4 + 1);
  const names = Array.from({ length: list.count }, (_, row) => {
    const { id, index } = list.entryAt(row);
    return parameterName(cut, id, index);
  });
  expect(names.slice(0, 7)).toEqual([
    ...['w(x1.1,h1.1)', 'w(x1.2,h1.1)', 'w(x1.2,h1.2)', 'w(x1.1,h1.3)', 'w(x1.1,h1.4)', 'w(x1.2,h1.4)', 'w(h1.1,y1)'],
  ]);
  expect(names.at(-1)).toBe('b(y1)');
});
