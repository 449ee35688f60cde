import { expect, test } from 'vitest';
import { after, reasonOf, twoFourOne } from '../fixtures/two-four-one.ts';
import { group, groupOf, renameGroup, ungroup } from './groups.ts';
import { addNote } from './notes.ts';
import { remove } from './remove.ts';

const drawn = twoFourOne();
const noted = after(drawn, addNote(drawn, 0, 200));
const grouped = after(noted, group(noted, ['l2', 'n1', 'l2', 'l99']));

test('a group holds what was chosen once, and nothing that is not there', () => {
  expect(grouped.groups).toEqual({ g1: { id: 'g1', name: 'Group 1', members: ['l2', 'n1'] } });
  expect(groupOf(grouped, 'n1')!.id).toBe('g1');
  expect(groupOf(grouped, 'l1')).toBeUndefined();
});

test('an item that joins another group leaves its own; a group that is left empty goes', () => {
  const both = after(grouped, group(grouped, ['l2', 'l3']));
  expect(both.groups['g1']!.members).toEqual(['n1']);
  expect(both.groups['g2']).toEqual({ id: 'g2', name: 'Group 2', members: ['l2', 'l3'] });
  expect(after(grouped, group(grouped, ['l2', 'n1'])).groups).toEqual(grouped.groups);
});

test('deleting members takes them out, and the group with the last one', () => {
  const without = after(grouped, remove(grouped, ['l2'], new Map()));
  expect(without.groups['g1']!.members).toEqual(['n1']);
  expect(after(without, remove(without, [], new Map(), ['n1'])).groups).toEqual({});
});

test('ungrouping keeps the items and touches no parameter', () => {
  const apart = after(grouped, ungroup(grouped, ['n1']));
  expect(apart.groups).toEqual({});
  expect(apart.layers).toBe(grouped.layers);
  expect(apart.parameters).toBe(grouped.parameters);
});

test('each refusal says what to do', () => {
  expect(reasonOf(group(drawn, []))).toContain('Select the layers and notes');
  expect(reasonOf(ungroup(drawn, ['l1']))).toContain('Select a group by its name');
  expect(reasonOf(renameGroup(grouped, 'g1', '  '))).toBe('A name needs at least one character.');
  expect(reasonOf(renameGroup(grouped, 'g1', 'x'.repeat(41)))).toContain('this one has 41');
  expect(after(grouped, renameGroup(grouped, 'g1', ' Hidden ')).groups['g1']!.name).toBe('Hidden');
});
