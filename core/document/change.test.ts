import { expect, test } from 'vitest';
import { apply, difference, Draft, invert, isSameDocument, type Change } from './change.ts';
import { twoFourOne } from './fixtures/two-four-one.ts';

const document = twoFourOne();
const bias = document.parameters['l3.bias'];
const turned: Change = { table: 'parameters', id: 'l3.bias', before: bias, after: Float64Array.of(2) };

test('a change replaces one entry and keeps every other table and entry the same object', () => {
  const next = apply(document, [turned]);
  expect(next.parameters['l3.bias']).toEqual(Float64Array.of(2));
  expect(next.layers).toBe(document.layers);
  expect(next.connections).toBe(document.connections);
  expect(next.parameters['c1.weight']).toBe(document.parameters['c1.weight']);
  expect(document.parameters['l3.bias']).toBe(bias);
});

test('inverted changes lead back in the opposite order', () => {
  const again: Change = { table: 'parameters', id: 'l3.bias', before: turned.after as Float64Array, after: undefined };
  const next = apply(document, [turned, again]);
  expect('l3.bias' in next.parameters).toBe(false);
  expect(apply(next, invert([turned, again]))).toEqual(document);
});

test('a change that was made for another document is our fault, and nothing happens', () => {
  const next = apply(document, [turned]);
  expect(() => apply(next, [turned])).toThrow('internal: parameters l3.bias is not what the change expects');
});

test('the difference of two documents turns one into the other, and is empty between a document and itself', () => {
  const next = apply(document, [turned]);
  expect(difference(document, next)).toEqual([turned]);
  expect(difference(next, next)).toEqual([]);
});

test('a draft that comes back to where it began has changed nothing', () => {
  const draft = new Draft(document);
  draft.set('parameters', 'l3.bias', Float64Array.of(5));
  expect(draft.changes).toHaveLength(1);
  draft.set('parameters', 'l3.bias', bias);
  expect(draft.changes).toEqual([]);
});

test('an undone edit leaves the same document, though another object; an edit leaves another', () => {
  const next = apply(document, [turned]);
  expect(isSameDocument(next, document)).toBe(false);
  const back = apply(next, invert([turned]));
  expect(back).not.toBe(document);
  expect(isSameDocument(back, document)).toBe(true);
});
