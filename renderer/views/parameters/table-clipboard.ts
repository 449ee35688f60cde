/** Rows of the table of parameters to and from a spreadsheet; many of them between frames. */
import { setEntries } from '../../../core/document/commands/set-values.ts';
import type { ParameterEntry } from '../../../core/document/document.ts';
import { parameterName } from '../../../core/document/parameter-names.ts';
import { formatCount } from '../../ui/number-format.ts';
import { inPieces } from '../../state/in-pieces.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';
import { readPasted } from '../paste-values.ts';
import { readRows } from './order-rows.ts';
import type { Column } from './parameter-columns.svelte.ts';
import type { ParameterList } from './parameter-list.ts';
import type { RowOrder } from './row-order.svelte.ts';

/** More rows than this are written between frames, and reach the clipboard a moment later. */
const MOST_AT_ONCE = 2000;

interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Names and numbers of some rows, every digit. @param columns those to copy */
export function copyRows(
  event: ClipboardEvent,
  bench: Workbench,
  order: RowOrder,
  { from, to }: Rows,
  columns: readonly Column[],
): void {
  const { document } = bench.editor;
  const line = (offset: number): string => {
    const entry = order.entryAt(from + offset);
    return columns
      .map(({ read }) => (read ? (read(entry) ?? '') : parameterName(document, entry.id, entry.index)))
      .join('\t');
  };
  const count = to - from + 1;
  if (count > MOST_AT_ONCE) {
    void copyMany(bench, count, line);
    return;
  }
  event.clipboardData?.setData('text/plain', Array.from({ length: count }, (_, i) => line(i)).join('\n'));
}

async function copyMany(
  { background, notices }: Workbench,
  count: number,
  line: (row: number) => string,
): Promise<void> {
  try {
    const lines = await inPieces(background, readRows(count, line));
    await navigator.clipboard.writeText(lines.join('\n'));
    notices.done(`Copied ${formatCount(count)} rows.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notices.problem(`The clipboard could not be written: ${reason} Nothing was copied.`);
  }
}

/** Values from the chosen row on, or to the parameters that are named beside them. */
export async function pasteRows(
  text: string,
  bench: Workbench,
  order: RowOrder,
  list: ParameterList,
  from: number,
): Promise<void> {
  const { editor, notices, live, background } = bench;
  const pasted = readPasted(text);
  if (pasted.kind === 'refused') {
    notices.problem(pasted.message);
    return;
  }
  const values =
    pasted.kind === 'values'
      ? below(bench, order, from, pasted.values)
      : await byName(bench, list, pasted.values, (work) => inPieces(background, work));
  if (!values) return;
  const what = values.length === 1 ? 'a value' : `${values.length} values`;
  if (editor.run(setEntries(editor.document, `paste ${what}`, values))) live.adjustWeightRange();
}

type Values = { readonly entry: ParameterEntry; readonly value: number }[];

function below({ notices }: Workbench, order: RowOrder, from: number, values: readonly number[]): Values | null {
  const room = order.count - from;
  if (values.length > room) {
    notices.problem(
      `${values.length} values were pasted, but only ${room} rows are there from the chosen one on. Nothing was changed.`,
    );
    return null;
  }
  return values.map((value, i) => ({ entry: order.entryAt(from + i), value }));
}

async function byName(
  { editor, notices }: Workbench,
  list: ParameterList,
  values: ReadonlyMap<string, number>,
  work: (rows: Generator<void, unknown>) => Promise<unknown>,
): Promise<Values | null> {
  const { document } = editor;
  const found = new Map<string, ParameterEntry>();
  const look = (row: number): void => {
    const entry = list.entryAt(row);
    const name = parameterName(document, entry.id, entry.index);
    if (values.has(name)) found.set(name, entry);
  };
  await work(readRows(list.count, look));
  const unknown = [...values.keys()].find((name) => !found.has(name));
  if (unknown !== undefined) {
    notices.problem(`No parameter is called “${unknown.slice(0, 40)}”. Nothing was changed.`);
    return null;
  }
  return [...values].map(([name, value]) => ({ entry: found.get(name)!, value }));
}
