/** How the charts over the steps of the run are drawn, and their rows as a file. */
import { rowsOf } from '../../charts/run-table.ts';
import { ticksOf } from '../../charts/run-ticks.ts';
import { saveRunTable } from '../take-run-table.ts';
import type { Workbench } from '../workbench.svelte.ts';
import type { Command } from './command.ts';

const USUAL_SMOOTHING = 0.6;

function saveRows(bench: Workbench): void {
  const { run, notices } = bench;
  const rows = rowsOf(
    run.series,
    run.knownSteps,
    'all',
    ticksOf(run.series, run.branches.list, run.branches.currentId),
  );
  if (rows.count === 0) notices.problem('There are no steps to save yet. Train at least one.');
  else void saveRunTable(bench, rows);
}

const command = (id: string, title: string, run: Command['run']): Command => ({
  ...{ id, group: 'View', title, keys: [], isInMenu: false },
  run,
});

export const chartCommands: readonly Command[] = [
  command('charts.logSteps', 'Logarithmic steps in the charts, or not', ({ stepAxis, preferences }) => {
    stepAxis.showAll();
    stepAxis.isLogarithmic = !stepAxis.isLogarithmic;
    preferences.areStepsLogarithmic = stepAxis.isLogarithmic;
    preferences.keep();
  }),
  command('charts.logValues', 'Logarithmic loss in the charts, or not', ({ preferences }) => {
    preferences.isLossLogarithmic = !preferences.isLossLogarithmic;
    preferences.keep();
  }),
  command('charts.smoothing', 'Smooth the loss in the charts, or not', ({ preferences }) => {
    preferences.lossSmoothing = preferences.lossSmoothing > 0 ? 0 : USUAL_SMOOTHING;
    preferences.keep();
  }),
  command('charts.showAll', 'Show all steps in the charts', ({ stepAxis }) => stepAxis.showAll()),
  command('charts.saveRows', 'Save the steps of the run as CSV', saveRows),
];
