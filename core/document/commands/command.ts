import type { Change } from '../change.ts';
import type { Problem } from '../problem.ts';

/** What a command answers: the changes to apply, under the name of what was done, or why it cannot be done. */
export type CommandResult = { readonly label: string; readonly changes: readonly Change[] } | Problem;

export const refuse = (message: string, item: string | null = null): Problem => ({ item, message });

/** For a control that is still open when its layer has gone. */
export const refuseMissing = (layer: string): Problem => refuse('That layer is not there any more.', layer);

export const isRefusal = (result: CommandResult): result is Problem => 'message' in result;

/** The next free id with this letter: the same edits always give the same ids. */
export function freeId(taken: Readonly<Record<string, unknown>>, letter: string): string {
  for (let n = 1; ; n++) if (!(`${letter}${n}` in taken)) return `${letter}${n}`;
}
