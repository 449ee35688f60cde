/** The runs that the timeline holds, each with its name, its colour and its loss curve. */
import type { Frame } from '../../core/training/frame.ts';
import { LossSeries } from '../charts/loss-series.ts';

export interface RunBranch {
  /** The training process's number for it. */
  readonly id: number;
  readonly name: string;
  /** The run that it left, and the last step that it shares with it; null for a run of its own. */
  readonly parent: number | null;
  readonly from: number;
  readonly series: LossSeries;
  /** Kept first in the lists, and safe from being deleted. */
  readonly isPinned: boolean;
}

/** The runs of a document while another one is on the page. */
export interface KeptRuns {
  readonly list: readonly RunBranch[];
  readonly currentId: number;
  readonly range: { readonly first: number; readonly last: number };
  readonly made: number;
}

const firstRun = (series: LossSeries): RunBranch => ({
  id: 0,
  name: 'run 1',
  parent: null,
  from: 0,
  series,
  isPinned: false,
});

export class Branches {
  list = $state.raw<readonly RunBranch[]>([firstRun(new LossSeries())]);
  currentId = $state(0);
  /** Steps of the current run that can be revisited. */
  range: KeptRuns['range'] = $state.raw({ first: 0, last: 0 });
  #made = 1;

  readonly current = $derived(this.list.find(({ id }) => id === this.currentId)!);

  /** Takes over where a frame says that training is. A run that is new begins with the curve of the one that was left. */
  follow({ id, parent, from, first, last }: Frame['branch']): void {
    if (!this.list.some((branch) => branch.id === id)) {
      const left = this.list.find((branch) => branch.id === parent) ?? this.current;
      this.#made++;
      const series = left.series.copy(from);
      this.list = [...this.list, { id, name: `run ${this.#made}`, parent, from, series, isPinned: false }];
    }
    if (this.currentId !== id) this.currentId = id;
    if (this.range.first !== first || this.range.last !== last) this.range = { first, last };
  }

  /** Another network or other data: one run, which keeps the curve that there is. */
  restart(series = this.current.series): void {
    this.list = [firstRun(series)];
    this.currentId = 0;
    this.#made = 1;
    this.range = { first: 0, last: 0 };
  }

  get kept(): KeptRuns {
    return { list: this.list, currentId: this.currentId, range: this.range, made: this.#made };
  }

  /** Those of a document that is on the page again. */
  bring({ list, currentId, range, made }: KeptRuns): void {
    this.list = list;
    this.currentId = currentId;
    this.range = range;
    this.#made = made;
  }

  rename(id: number, name: string): void {
    this.list = this.list.map((branch) => (branch.id === id ? { ...branch, name } : branch));
  }

  /** Pins, or unpins. */
  togglePin(id: number): void {
    const list = this.list.map((branch) => (branch.id === id ? { ...branch, isPinned: !branch.isPinned } : branch));
    this.list = [...list.filter(({ isPinned }) => isPinned), ...list.filter(({ isPinned }) => !isPinned)];
  }

  remove(id: number): void {
    this.list = this.list.filter((branch) => branch.id !== id);
  }
}
