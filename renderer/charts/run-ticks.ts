/** What happened to a run between its steps: edits, and the places where other runs left it. */
import type { RunBranch } from '../state/branches.svelte.ts';
import type { ChartTick } from './chart-line.ts';
import type { LossSeries } from './loss-series.ts';
import { describeEdit } from './run-edit.ts';

/** In the order of their steps. */
export function ticksOf(series: LossSeries, runs: readonly RunBranch[], currentId: number): ChartTick[] {
  const edits = series.edits.map((edit): ChartTick => {
    const when = edit.lastStep > edit.step ? `steps ${edit.step} to ${edit.lastStep}` : `after step ${edit.step}`;
    return { step: edit.step, kind: 'edit', label: `${when}: ${describeEdit(edit)}` };
  });
  const leaving = runs
    .filter(({ parent }) => parent === currentId)
    .map(({ name, from }): ChartTick => ({ step: from, kind: 'branch', label: `after step ${from}: ${name} left` }));
  const own = runs.find(({ id }) => id === currentId);
  const parent = own && runs.find(({ id }) => id === own.parent);
  const begin = parent
    ? [{ step: own.from, kind: 'branch' as const, label: `after step ${own.from}: left ${parent.name}` }]
    : [];
  return [...edits, ...leaving, ...begin].sort((a, b) => a.step - b.step);
}
