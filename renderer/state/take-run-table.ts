/** The run's table leaves the window: rows as CSV to the clipboard or into a file, written in turns so that nothing waits. */
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import { csvHead, csvLines, type Rows } from '../charts/run-table.ts';
import { host } from '../platform/host.ts';
import { formatCount } from '../ui/number-format.ts';
import type { Workbench } from './workbench.svelte.ts';

/** More rows than this are for a file: most programs that take a paste would give up. */
const MOST_COPIED = 200_000;
const TURN_MS = 8;
const ROWS_AT_ONCE = 500;

export async function copyRunTable(bench: Workbench, rows: Rows): Promise<void> {
  await attempt(bench, async () => {
    if (rows.count > MOST_COPIED) {
      throw new Error(
        `${formatCount(rows.count)} rows are too many for the clipboard, which takes ${formatCount(MOST_COPIED)}. Save them as CSV instead.`,
      );
    }
    const parts = await written(bench, rows);
    await navigator.clipboard.writeText(parts.join(''));
    bench.notices.done(`Copied ${formatCount(rows.count)} rows as CSV.`);
  });
}

export async function saveRunTable(bench: Workbench, rows: Rows): Promise<void> {
  await attempt(bench, async () => {
    const parts = (await written(bench, rows)).map(encodeUtf8);
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const suggestedName = `${bench.files.name} steps.csv`;
    const saved = await host.exportFile({ suggestedName, extension: 'csv', bytes });
    if (saved) bench.notices.done(`Saved ${formatCount(rows.count)} rows as ${saved.name}.`);
  });
}

async function written({ run }: Workbench, rows: Rows): Promise<string[]> {
  const { series } = run;
  const parts = [csvHead];
  let end = performance.now() + TURN_MS;
  for (let row = 0; row < rows.count; row += ROWS_AT_ONCE) {
    parts.push(csvLines(series, rows, row, Math.min(rows.count, row + ROWS_AT_ONCE)));
    if (performance.now() < end) continue;
    await new Promise(requestAnimationFrame);
    end = performance.now() + TURN_MS;
  }
  return parts;
}

async function attempt(bench: Workbench, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    bench.notices.problem(error instanceof Error ? error.message : String(error));
  }
}
