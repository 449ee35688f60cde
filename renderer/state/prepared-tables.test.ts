/** Which prepared tables stay at hand, so that undo and redo do not prepare them again. */
import { expect, test } from 'vitest';
import type { DataSettings } from '../../core/data/data-settings.ts';
import { ONLY } from '../../core/document/document.ts';
import { presets } from '../../core/presets/registry.ts';
import { PreparedTables } from './prepared-tables.ts';

const settings = presets.xor.make().data[ONLY]!;
const several = (count: number): DataSettings[] => Array.from({ length: count }, () => ({ ...settings }));

test('an undo over ten tables finds each as it was prepared', () => {
  const tables = new PreparedTables();
  const used = several(10);
  const prepared = used.map((each) => tables.get(each));
  expect(used.toReversed().every((each, i) => tables.get(each) === prepared.at(-1 - i))).toBe(true);
});

test('of very many, the ones used last stay', () => {
  const tables = new PreparedTables();
  const used = several(100);
  const prepared = used.map((each) => tables.get(each));
  expect(tables.get(used.at(-1)!)).toBe(prepared.at(-1));
  expect(tables.get(used[0]!)).not.toBe(prepared[0]);
});
