import { expect, test } from 'vitest';
import { FileError } from '../data/file-error.ts';
import { group } from '../document/commands/groups.ts';
import { addNote } from '../document/commands/notes.ts';
import { remove } from '../document/commands/remove.ts';
import { after, twoFourOne } from '../document/fixtures/two-four-one.ts';
import { fragmentOf } from '../document/fragment.ts';
import { readFragment, writeFragment } from './clipboard.ts';

const drawn = twoFourOne();
const thinned = after(drawn, remove(drawn, [], new Map([['c1', [3]]])));
const noted = after(thinned, addNote(thinned, 0, 200));
const grouped = after(noted, group(noted, ['l2', 'n1']));
const whole = fragmentOf(grouped, ['l1', 'l2', 'l3', 'n1']);

test('what is copied is what is pasted, bit for bit, undrawn edges too', () => {
  expect(readFragment(writeFragment(whole))).toEqual(whole);
  const tiny = { ...whole, parameters: { ...whole.parameters, 'l3.bias': Float64Array.of(5e-324) } };
  expect(readFragment(writeFragment(tiny)).parameters['l3.bias']).toEqual(Float64Array.of(5e-324));
});

type Plain = Record<'layers' | 'connections' | 'notes' | 'groups', Record<string, unknown>[]> & {
  parameters: Record<string, unknown>;
};

/** The text of the fragment with something changed. */
function damaged(change: (plain: Plain) => void): string {
  const plain = JSON.parse(writeFragment(whole)) as Plain;
  change(plain);
  return JSON.stringify(plain);
}

test.each<[string, string, string]>([
  ['a shopping list', 'flour, sugar, eggs', 'is not JSON'],
  ['other JSON', '{"a": 1}', 'does not hold layers'],
  ['a reserved key', '{"format":"weightroom-fragment","__proto__":{}}', 'reserved key'],
  ['a layer of no units', damaged(({ layers }) => (layers[0]!['size'] = 0)), 'does not hold layers: at layers.0.size'],
  ['an unknown activation', damaged(({ layers }) => (layers[1]!['activation'] = 'toString')), 'layers.1.activation'],
  ['two layers of one id', damaged(({ layers }) => (layers[1]!['id'] = 'l1')), 'two layers have one id'],
  [
    'a loose end',
    damaged(({ connections }) => (connections[0]!['target'] = 'l9')),
    'ends at a layer that is not there',
  ],
  ['an edge into an input', damaged(({ connections }) => (connections[1]!['target'] = 'l1')), 'leads into an input'],
  [
    'a circle',
    damaged(({ connections, parameters }) => {
      connections.push({ id: 'c3', source: 'l3', target: 'l2', mask: null });
      parameters['c3.weight'] = [1, 2, 3, 4];
    }),
    'close a circle',
  ],
  ['a short mask', damaged(({ connections }) => (connections[0]!['mask'] = [1])), 'marks 1 edges, but 8 are possible'],
  ['a mask of twos', damaged(({ connections }) => (connections[0]!['mask'] = [2])), 'connections.0.mask.0'],
  ['a missing value', damaged(({ parameters }) => (parameters['c2.weight'] = [1])), 'has 1 values, but 4 are needed'],
  ['no number', damaged(({ parameters }) => (parameters['c2.weight'] = [null])), 'parameters.c2.weight.0'],
  ['a group of nothing', damaged(({ groups }) => (groups[0]!['members'] = ['n9'])), 'which is not there'],
  ['one item in two groups', damaged(({ groups }) => groups.push({ ...groups[0]!, id: 'g2' })), 'in two groups'],
  ['a note wider than the screen', damaged(({ notes }) => (notes[0]!['width'] = 1e9)), 'notes.0.width'],
  ['a stray parameter', damaged(({ parameters }) => (parameters['c9.weight'] = [1])), 'belongs to nothing'],
])('refuses %s', (_, text, reason) => {
  expect(() => readFragment(text)).toThrow(FileError);
  expect(() => readFragment(text)).toThrow(reason);
});
