/** The command table is the one source of keys, menus, palette and shortcut sheet: nothing may be missing or said twice. */
import { beforeAll, expect, test, vi } from 'vitest';
import { menu, menuCommands } from '../../core/protocol/menu.ts';
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

test('every command is in the application menu once, with its first key; so is every place', () => {
  const inMenu = menu.flatMap(({ items }) => menuCommands(items));
  const own = inMenu.filter(({ id }) => !id.startsWith('place.'));
  const offered = commands.filter(({ group }) => group !== 'Window');
  expect(own.map(({ id }) => id).sort()).toEqual(offered.map(({ id }) => id).sort());
  const keys = Object.fromEntries(inMenu.map(({ id, key }) => [id, key]));
  for (const { id, keys: pressed } of offered) expect([id, keys[id]]).toEqual([id, pressed[0]]);
  // The registry of places holds components, which only the page can load: e2e/journeys/menu.spec.ts compares those.
  expect(inMenu.filter(({ id }) => id.startsWith('place.')).every(({ key }) => key?.startsWith('Alt+'))).toBe(true);
});

test('every item of the context menus is a command', () => {
  const known = new Set(commands.map(({ id }) => id));
  expect(
    Object.values(contextMenus)
      .flat(2)
      .filter((id) => !known.has(id)),
  ).toEqual([]);
});
