/** The command table is the one source of keys, menus, palette and shortcut sheet: nothing may be missing or said twice. */
import { beforeAll, expect, test, vi } from 'vitest';
import { menu, menuCommands } from '../../core/protocol/menu.ts';
import type { Command } from './commands/command.ts';
import { contextMenus } from './context-menus.ts';
import { datasets } from '../../core/data/datasets/registry.ts';
import { presets } from '../../core/presets/registry.ts';
import { pictureTitles } from '../../core/protocol/picture-titles.ts';
import { exporters } from '../../core/formats/exporters/registry.ts';
import { blockItems } from '../views/block-palette.ts';
import { paletteItems } from '../views/palette.ts';
import { belowTitles, chartTitles, runTitles } from '../views/view-titles.ts';
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

test('every command is in the palette, in a group of the shortcut sheet, and is found by its own title', () => {
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
  const offered = commands.filter(({ group, isInMenu }) => group !== 'Window' && isInMenu !== false);
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

test('whatever stands in a registry has its command: examples, data sets, what can be drawn, tabs, charts, pictures, formats', () => {
  const known = new Set(commands.map(({ id }) => id));
  const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);
  const wanted = [
    ...Object.keys(presets).map((name) => `example.${name}`),
    ...Object.keys(datasets).map((name) => `data.${name}`),
    ...[...paletteItems, ...blockItems].map(({ id }) => `draw.${id}`),
    ...Object.keys(belowTitles).map((name) => `below.${name}`),
    ...Object.keys(chartTitles).map((name) => `chart.${name}`),
    ...Object.keys(runTitles).map((name) => `runs.${name}`),
    ...Object.keys(pictureTitles).flatMap((name) => [`picture.${name}.save.svg`, `picture.${name}.copy.png`]),
    ...Object.keys(exporters).map((name) => `file.export${capital(name)}`),
  ];
  expect(wanted.length).toBeGreaterThan(80);
  expect(wanted.filter((id) => !known.has(id))).toEqual([]);
});

test('so has what is done by a control alone: axes, smoothing, runs, biases, values of a selection, rows as a file', () => {
  const known = new Set(commands.map(({ id }) => id));
  for (const id of [
    'charts.logSteps',
    'charts.logValues',
    'charts.smoothing',
    'charts.saveRows',
    'run.rename',
    'run.pin',
  ]) {
    expect([...known]).toContain(id);
  }
  for (const id of ['run.delete', 'parameters.biases', 'parameters.setAll', 'parameters.range'])
    expect([...known]).toContain(id);
});
