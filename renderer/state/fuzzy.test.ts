import { expect, test } from 'vitest';
import { fuzzyFind, fuzzyScore } from './fuzzy.ts';

const titles = ['Zoom in', 'Zoom out', 'Align left', 'Align right', 'Export parameters as JSON', 'Undo', 'Ungroup'];
const find = (query: string): string[] => fuzzyFind(titles, query, (title) => title);

test('nothing typed lists everything in its order', () => {
  expect(find('')).toEqual(titles);
});

test('the beginnings of words find it: ar for Align right', () => {
  expect(find('ar')[0]).toBe('Align right');
  expect(find('epj')).toEqual(['Export parameters as JSON']);
});

test('letters that stand together in a word come before scattered ones', () => {
  expect(find('und')[0]).toBe('Undo');
  expect(find('json')).toEqual(['Export parameters as JSON']);
  expect(find('left')).toEqual(['Align left']);
});

test('a letter that is not there finds nothing', () => {
  expect(fuzzyScore('Undo', 'undq')).toBeNull();
});
