/** The views that can be opened by name, with their titles: the components stand in registries of these names, commands follow. */

/** Tabs of the panel below the canvas, on the side of what the network says. */
export const belowTitles = {
  formulas: 'Formulas',
  parameters: 'Parameters',
  chain: 'Chain rule',
  output: 'Output',
  confusion: 'Confusion',
  pad: 'Draw',
  predicted: 'Predicted',
  data: 'Data',
} as const;
export type BelowName = keyof typeof belowTitles;

/** Tabs of the charts over the steps of the run; the metric is named for the task. */
export const chartTitles = { loss: 'Loss', metric: 'Metric', rate: 'Rate', norms: 'Norms', table: 'Table' } as const;
export type ChartName = keyof typeof chartTitles;

/** Tabs of the place about runs. */
export const runTitles = {
  runs: 'Runs',
  compare: 'Compare',
  life: 'Life of a parameter',
  landscape: 'Loss landscape',
  sweep: 'Sweep',
  film: 'Film',
} as const;
export type RunViewName = keyof typeof runTitles;
