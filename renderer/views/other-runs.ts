import type { RunBranch } from '../state/branches.svelte.ts';
import type { LossSeries } from '../charts/loss-series.ts';

/** A run that is not the current one, as its line on the chart: colour and dashes, so that neither alone tells it apart. */
export interface OtherRun {
  readonly id: number;
  readonly name: string;
  readonly from: number;
  readonly series: LossSeries;
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Legible on both grounds. */
const colours = ['#b5558a', '#2f8f83', '#a07a1f', '#6f7bd1', '#7f8c3a', '#b0603c'] as const;
const dashes = [
  [6, 2],
  [2, 2],
  [8, 2, 2, 2],
  [4, 4],
  [1, 3],
  [10, 3],
] as const;

export const colourOf = ({ id }: Pick<RunBranch, 'id'>): string => colours[id % colours.length]!;

export const otherRuns = (all: readonly RunBranch[], currentId: number): OtherRun[] =>
  all
    .filter(({ id }) => id !== currentId)
    .map(({ id, name, from, series }) => ({
      ...{ id, name, from, series },
      colour: colourOf({ id }),
      dash: dashes[id % dashes.length]!,
    }));
