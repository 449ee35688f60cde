import type { Component } from 'svelte';
import type { Task } from '../../../core/data/data-settings.ts';

/** What decides whether a plot makes sense. */
export interface PlotFacts {
  /** null while the data cannot be prepared. */
  readonly task: Task | null;
  /** Names of the data's input units. */
  readonly inputs: readonly string[];
  /** The data is a text, or the network reads one. */
  readonly isText: boolean;
  readonly inputCount: number;
  readonly outputCount: number;
}

/** A picture of what the network says, as a tab of the panel below the canvas. */
export interface Plot {
  readonly suits: (facts: PlotFacts) => boolean;
  /** Takes everything from the workbench. */
  readonly component: Component;
}
