/** The runs that the timeline holds, each with its name, its colour and its loss curve. */
import type { Frame } from '../../core/training/frame.ts';
import type { StoredRun, StoredRuns } from '../../core/formats/stored-runs.ts';
import { LossSeries } from '../charts/loss-series.ts';

interface Origin {
  /** The training process's number for it. */
  readonly id: number;
  /** The run that it left, and the last step that it shares with it; null for a run of its own. */
  readonly parent: number | null;
  readonly from: number;
  readonly series: LossSeries;
}

export class RunBranch {
  readonly id: number;
  readonly parent: number | null;
  readonly from: number;
  readonly series: LossSeries;
  name = $state('');
  /** Kept first in the lists, and safe from being deleted. */
  isPinned = $state(false);
  /** In no list; its steps are still there, so that undo brings it back. */
  isDeleted = $state(false);

  constructor({ id, parent, from, series }: Origin, name: string) {
    this.id = id;
    this.parent = parent;
    this.from = from;
    this.series = series;
    this.name = name;
  }
}

/** The runs of a document while another one is on the page. */
export interface KeptRuns {
  /** Deleted ones among them. */
  readonly all: readonly RunBranch[];
  readonly currentId: number;
  readonly range: { readonly first: number; readonly last: number };
}

const defaultName = (index: number): string => `run ${index + 1}`;

const firstRun = (series: LossSeries, from = 0): RunBranch =>
  new RunBranch({ id: 0, parent: null, from, series }, defaultName(0));

export class Branches {
  #all = $state.raw<readonly RunBranch[]>([firstRun(new LossSeries())]);
  currentId = $state(0);
  /** Steps of the current run that can be revisited. */
  range: KeptRuns['range'] = $state.raw({ first: 0, last: 0 });

  /** Pinned ones first, deleted ones left out. */
  readonly list: readonly RunBranch[] = $derived.by(() => {
    const shown = this.#all.filter(({ isDeleted }) => !isDeleted);
    return [...shown.filter(({ isPinned }) => isPinned), ...shown.filter(({ isPinned }) => !isPinned)];
  });

  readonly current: RunBranch = $derived(this.#all.find(({ id }) => id === this.currentId)!);

  /** What people did to the runs as such: names, pins, deletions. A project that has kept others is out of date. */
  readonly marks: string = $derived(
    JSON.stringify(
      this.#all.flatMap(({ id, name, isPinned, isDeleted }, i) =>
        name !== defaultName(i) || isPinned || isDeleted ? [[id, name, isPinned, isDeleted]] : [],
      ),
    ),
  );

  /**
   * Takes over where a frame says that training is. A run that is new begins with the curve of the one that was left; one that was
   * deleted is there again, since an undo has gone back to it.
   */
  follow({ id, parent, from, first, last }: Frame['branch']): void {
    const known = this.find(id);
    if (known?.isDeleted) known.isDeleted = false;
    if (!known) {
      const left = this.#all.find((branch) => branch.id === parent) ?? this.current;
      const series = left.series.copy(from);
      this.#all = [...this.#all, new RunBranch({ id, parent, from, series }, defaultName(this.#all.length))];
    }
    if (this.currentId !== id) this.currentId = id;
    if (this.range.first !== first || this.range.last !== last) this.range = { first, last };
  }

  find(id: number): RunBranch | undefined {
    return this.#all.find((branch) => branch.id === id);
  }

  /** Another network or other data: one run, whose curve goes back further than its steps. @param from its first step */
  restart(series: LossSeries, from = 0): void {
    this.#all = [firstRun(series, from)];
    this.currentId = 0;
    this.range = { first: 0, last: 0 };
  }

  /** The training process has these alone. */
  keepOnly(ids: readonly number[]): void {
    this.#all = this.#all.filter(({ id }) => ids.includes(id));
  }

  get kept(): KeptRuns {
    return { all: this.#all, currentId: this.currentId, range: this.range };
  }

  /** For a file: those of the branches that are kept there. */
  toStored(ids: readonly number[]): StoredRun[] {
    return this.#all
      .filter(({ id }) => ids.includes(id))
      .map(({ id, name, isPinned, isDeleted, series }) => ({ id, name, isPinned, isDeleted, ...series.toStored() }));
  }

  /** Those of a project that was opened. */
  static fromStored({ timeline, branches }: StoredRuns): KeptRuns {
    const all = branches.map((stored) => {
      const { id, parent, from } = timeline.branches.find((branch) => branch.id === stored.id)!;
      const run = new RunBranch({ id, parent, from, series: LossSeries.fromStored(stored) }, stored.name);
      run.isPinned = stored.isPinned;
      run.isDeleted = stored.isDeleted;
      return run;
    });
    return { all, currentId: timeline.current, range: { first: 0, last: 0 } };
  }

  /** Those of a document that is on the page again. */
  bring({ all, currentId, range }: KeptRuns): void {
    this.#all = all;
    this.currentId = currentId;
    this.range = range;
  }
}
