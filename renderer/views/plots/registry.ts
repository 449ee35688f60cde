/** Every plot of the panel below the canvas: a new one is one file and one line here. Those that suit the task are tabs. */
import OutputMap from './OutputMap.svelte';
import type { Plot } from './plot.ts';

export const plots = {
  output: { title: 'Output', suits: ({ inputCount }) => inputCount > 0, component: OutputMap },
} as const satisfies Record<string, Plot>;

export type PlotName = keyof typeof plots;
