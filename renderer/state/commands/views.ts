/** Opens every tab by name: of the panel below, of the charts, of the place about runs. Made from their titles. */
import {
  belowTitles,
  chartTitles,
  runTitles,
  type BelowName,
  type ChartName,
  type RunViewName,
} from '../../views/view-titles.ts';
import type { Workbench } from '../workbench.svelte.ts';
import type { Command } from './command.ts';

const namesOf = <Name extends string>(titles: Readonly<Record<Name, string>>): Name[] => Object.keys(titles) as Name[];

function openBelow(bench: Workbench, name: BelowName): void {
  bench.places.go('network');
  if (bench.shown.suited.includes(name)) bench.shown.below = name;
  else bench.notices.problem(`"${belowTitles[name]}" does not suit this network and its data.`);
}

const tab = (id: string, title: string, run: Command['run']): Command => ({
  ...{ id, group: 'Window', title, keys: [], isInMenu: false },
  run,
});

export const tabCommands: readonly Command[] = [
  ...namesOf(belowTitles).map((name) =>
    tab(`below.${name}`, `Show ${belowTitles[name]}, below the network`, (b) => openBelow(b, name)),
  ),
  ...namesOf<ChartName>(chartTitles).map((name) =>
    tab(`chart.${name}`, `Show the chart ${chartTitles[name]}`, (b) => {
      b.places.go('network');
      b.shown.chart = name;
    }),
  ),
  ...namesOf<RunViewName>(runTitles).map((name) =>
    tab(`runs.${name}`, name === 'runs' ? 'Show the list of runs' : `Show ${runTitles[name]}, about runs`, (b) => {
      b.places.go('runs');
      b.shown.runs = name;
    }),
  ),
];
