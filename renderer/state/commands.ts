/** Everything that can be done by name: keys, menu, buttons and the shortcut sheet all come from this one table. */
import type { Workbench } from './workbench.svelte.ts';
import type { Command } from './commands/command.ts';
import { chartCommands } from './commands/charts.ts';
import { drawCommands } from './commands/draw.ts';
import { exampleCommands } from './commands/examples.ts';
import { runCommands } from './commands/runs.ts';
import { tabCommands } from './commands/views.ts';
import { arrangeCommands } from './commands/arrange.ts';
import { clipboardCommands } from './commands/clipboard.ts';
import { editCommands } from './commands/edit.ts';
import { fileCommands } from './commands/file.ts';
import { helpCommands } from './commands/help.ts';
import { parameterCommands } from './commands/parameters.ts';
import { pictureCommands } from './commands/picture.ts';
import { trainCommands } from './commands/train.ts';
import { viewCommands } from './commands/view.ts';

export { commandGroups, type Command } from './commands/command.ts';

const commands: readonly Command[] = [
  ...fileCommands,
  ...exampleCommands,
  ...clipboardCommands,
  ...pictureCommands,
  ...editCommands,
  ...drawCommands,
  ...arrangeCommands,
  ...parameterCommands,
  ...viewCommands,
  ...chartCommands,
  ...trainCommands,
  ...runCommands,
  ...helpCommands,
  ...tabCommands,
];

/** With those of the window's places, which are known only to the window. */
export const commandsOf = (bench: Workbench): readonly Command[] => [...commands, ...bench.places.commands];

export function runCommand(bench: Workbench, id: string): void {
  commandsOf(bench)
    .find((command) => command.id === id)
    ?.run(bench);
}

/** From the application menu, which offers everything everywhere: what has nothing to act on here says so. */
export function chooseFromMenu(bench: Workbench, id: string): void {
  const command = commandsOf(bench).find((candidate) => candidate.id === id);
  if (!command || bench.places.allow(command.group)) return command?.run(bench);
  const [suited] = bench.places.all.filter(({ groups }) => groups.includes(command.group));
  bench.notices.problem(
    `"${command.title}" does nothing in ${bench.places.current.title}. Go to ${suited!.title} first (${suited!.key}).`,
  );
}

/** `Ctrl+Shift+Z` for what was pressed. A character that needs Shift itself (`?`, `+`) is named without it. */
export function keyOf(event: KeyboardEvent): string {
  const needsShift = event.key.length === 1 && !/[a-z0-9]/i.test(event.key) && !event.altKey;
  const key = /^Digit\d$/.test(event.code)
    ? event.code.slice(5)
    : event.altKey && /^Key[A-Z]$/.test(event.code)
      ? event.code.slice(3)
      : event.key.length === 1
        ? event.key.toUpperCase()
        : event.key;
  return [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey && !needsShift ? ['Shift'] : []),
    needsShift ? event.key : key,
  ].join('+');
}

/** Keys that belong to what has the focus: typing, and the arrows and Enter of a control. */
function isTaken(event: KeyboardEvent, key: string): boolean {
  const element = event.target instanceof HTMLElement ? event.target : null;
  if (!element) return false;
  if (element.closest('dialog, [role="menu"]')) return true;
  const isTyping = element.matches('input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select');
  if (isTyping) return !/^(F\d+|Shift\+F\d+|Alt\+\d|Ctrl\+(S|O|N|K|Enter|Shift\+[SP]))$/.test(key);
  const isOnCanvas = element.closest('[data-panel="canvas"]') !== null || element === document.body;
  // Text that is selected, and tables, are copied as themselves.
  const isOwnText = element.closest('table, [role="grid"]') !== null || getSelection()?.isCollapsed === false;
  if (!isOnCanvas && isOwnText && /^Ctrl\+[CXV]$/.test(key)) return true;
  return !isOnCanvas && /^(Shift\+)?(Arrow\w+|Delete|Backspace)$/.test(key);
}

/** The command for a pressed key, if the focus leaves it to the window and the place has a use for it. */
export function commandFor(bench: Workbench, event: KeyboardEvent): Command | null {
  const key = keyOf(event);
  if (isTaken(event, key)) return null;
  return commandsOf(bench).find(({ keys, group }) => keys.includes(key) && bench.places.allow(group)) ?? null;
}
