import { expect, test } from 'vitest';
import { after, reasonOf, trainedTwoFourOne } from '../fixtures/two-four-one.ts';
import { fragmentOf } from '../fragment.ts';
import { duplicate } from './duplicate.ts';
import { group } from './groups.ts';
import { addNote } from './notes.ts';
import { paste } from './paste.ts';
import { remove } from './remove.ts';

const document = trainedTwoFourOne();

test('a duplicate stands 40 to the right and below, with new ids and names, and the same values', () => {
  const result = duplicate(document, ['l2', 'l3']);
  const doubled = after(document, result);
  expect(result.copies).toEqual(['l4', 'l5']);
  expect(doubled.layers['l4']).toEqual({ ...document.layers['l2'], id: 'l4', name: 'h2', x: 40, y: 40 });
  expect(doubled.layers['l5']!.name).toBe('y2');
  expect(doubled.connections['c3']).toEqual({ id: 'c3', source: 'l4', target: 'l5', mask: null });
  expect(doubled.parameters['c3.weight']).toEqual(document.parameters['c2.weight']);
  expect(doubled.parameters['l4.bias']).toEqual(document.parameters['l2.bias']);
});

test('notes and groups come along: a group only when it is copied whole', () => {
  let drawn = after(document, addNote(document, 0, 200));
  drawn = after(drawn, group(drawn, ['l2', 'n1']));
  const doubled = after(drawn, duplicate(drawn, ['l2', 'n1']));
  expect(doubled.notes['n2']).toEqual({ ...drawn.notes['n1'], id: 'n2', x: 40, y: 240 });
  expect(doubled.groups['g2']).toEqual({ id: 'g2', name: 'Group 2', members: ['l4', 'n2'] });
  expect(Object.keys(after(drawn, duplicate(drawn, ['l2'])).groups)).toEqual(['g1']);
});

test('nothing else moves: values, names of parameters and training stay, and what led in from outside is not copied', () => {
  const doubled = after(document, duplicate(document, ['l2']));
  expect(Object.keys(doubled.connections)).toEqual(['c1', 'c2']);
  expect(doubled.parameters['c1.weight']).toBe(document.parameters['c1.weight']);
  expect(doubled.labels).toBe(document.labels);
  expect(doubled.run).toBe(document.run);
});

test('a single edge that was removed is not drawn in the copy either', () => {
  const thinned = after(document, remove(document, [], new Map([['c1', [3]]])));
  const doubled = after(thinned, duplicate(thinned, ['l1', 'l2']));
  expect(doubled.connections['c3']!.mask).toEqual(Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 1));
});

test('what was cut comes back under its old name, which is free again', () => {
  const cut = fragmentOf(document, ['l2']);
  const without = after(document, remove(document, ['l2'], new Map()));
  expect(after(without, paste(without, cut)).layers['l2']).toMatchObject({ id: 'l2', name: 'h1', x: 40 });
});

test('without a layer both say what to do', () => {
  expect(reasonOf(duplicate(document, ['l99']))).toBe('Nothing is selected. Select layers or notes to duplicate.');
  expect(reasonOf(paste(document, fragmentOf(document, [])))).toBe('There is no layer to paste. Copy layers first.');
});
