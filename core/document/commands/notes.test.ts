import { expect, test } from 'vitest';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { moveItems } from './edit-layer.ts';
import { setForm } from './layer-form.ts';
import { addNote, resizeNote, writeNote } from './notes.ts';
import { resizeLayer } from './resize-layer.ts';
import { Random } from '../../tensor/random.ts';

const drawn = twoFourOne();
const noted = after(drawn, addNote(drawn, 100, 200));

test('a note is put, written, moved and resized from its upper left corner', () => {
  expect(noted.notes['n1']).toEqual({ id: 'n1', x: 100, y: 200, width: 200, height: 90, text: '' });
  expect(after(noted, writeNote(noted, 'n1', 'XOR')).notes['n1']!.text).toBe('XOR');
  expect(after(noted, moveItems(noted, new Map([['n1', { x: 0, y: 0 }]]))).notes['n1']).toMatchObject({ x: 0, y: 0 });
  const wider = after(noted, resizeNote(noted, 'n1', 300, 90)).notes['n1']!;
  expect(wider.x - wider.width / 2).toBe(0); // as before: 100 - 200 / 2
});

test('a note stays between 40 and 2000 units and below 4000 characters', () => {
  expect(after(noted, resizeNote(noted, 'n1', -5, 1e6)).notes['n1']).toMatchObject({ width: 40, height: 2000 });
  expect(reasonOf(writeNote(noted, 'n1', 'x'.repeat(4001)))).toContain('this one has 4001');
  expect(reasonOf(writeNote(drawn, 'n1', ''))).toBe('That note is not there any more.');
});

test('writing what is there already is no change', () => {
  expect(writeNote(noted, 'n1', '')).toEqual({ label: 'write a note', changes: [] });
});

test('a layer is collapsed to a block, expanded to its units, and left to its size again', () => {
  const block = after(drawn, setForm(drawn, ['l2'], 'block'));
  expect(block.layers['l2']!.form).toBe('block');
  expect(after(block, setForm(block, ['l2'], 'auto')).layers).toEqual(drawn.layers);
  expect(reasonOf(setForm(drawn, ['l3'], 'block'))).toContain('a single neuron has only one form');
  const large = after(drawn, resizeLayer(drawn, 'l2', 200, Random.fromSeed(1)));
  expect(reasonOf(setForm(large, ['l2'], 'units'))).toContain('has 200 units; up to 128');
});
