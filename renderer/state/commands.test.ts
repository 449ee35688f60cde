/** The command table is the one source of keys, menus, palette and shortcut sheet: nothing may be missing or said twice. */
import { beforeAll, expect, test, vi } from 'vitest';
import { menu } from '../../core/protocol/menu.ts';
import type { Command } from './commands/command.ts';
import { contextMenus } from './context-menus.ts';
import { fuzzyFind } from './fuzzy.ts';
import type { Workbench } from './workbench.svelte.ts';

let commands: readonly Command[];
let groups: readonly Command['group'][];

beforeAll(async () => {
  vi.stubGlobal('window', { weightroom: {} }); // commands only call the preload when they run
  const table = await import('./commands.ts');
  const places = ['network', 'other'].map((id, i) => ({
    id: `place.${id}`,
    group: 'Window',
    title: `Go to ${id}`,
    keys: [`Alt+${i + 1}`],
  }));
  commands = table.commandsOf({ places: { commands: places } } as unknown as Workbench);
  groups = table.commandGroups;
});

test('every id and every key is there once', () => {
  const ids = commands.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const keys = commands.flatMap(({ keys }) => keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('every command is in the palette and in the shortcut sheet, and is found by its own title', () => {
  const inPalette = fuzzyFind(commands, '', ({ title }) => title);
  const inSheet = groups.flatMap((group) => commands.filter((command) => command.group === group));
  expect(new Set(inPalette)).toEqual(new Set(commands));
  expect(new Set(inSheet)).toEqual(new Set(commands));
  for (const command of commands) {
    expect(fuzzyFind(commands, command.title, ({ title }) => title)).toContain(command);
  }
});

test('every item of the application menu and of the context menus is a command', () => {
  const known = new Set(commands.map(({ id }) => id));
  const named = [
    ...menu
      .flatMap(({ items }) => items)
      .flatMap((item) => (typeof item === 'object' && 'id' in item ? [item.id] : [])),
    ...Object.values(contextMenus).flat(2),
  ];
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
