/**
 * The timelines of networks that were trained before the one that is loaded: an edit of the drawing or of the data begins
 * another network, and an undo goes on with the one before, all its runs included. Together they take up to half of what
 * timelines may take; the one with the fewest steps is given up first.
 */
import type { Past } from '../../core/training/timed-trainer.ts';

const MOST_NETWORKS = 24;

export class EarlierNetworks {
  readonly #kept = new Map<number, Past>();
  readonly #limit: number;

  /** @param limit bytes that all of them may take */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** By the number of the load that began them. */
  get runIds(): number[] {
    return [...this.#kept.keys()];
  }

  get bytes(): number {
    return [...this.#kept.values()].reduce((sum, { timeline }) => sum + timeline.memory.bytes, 0);
  }

  /** Keeps one that is being left, unless nothing happened in it. */
  keep(runId: number, past: Past): void {
    if (stepsOf(past) === 0) return;
    past.timeline.rest();
    this.#kept.set(runId, past);
    while (this.#kept.size > MOST_NETWORKS || this.bytes > this.#limit) {
      const isSmaller = this.#kept.size <= MOST_NETWORKS && this.#shrinkLargest();
      if (!isSmaller) this.#giveUpShortest();
    }
  }

  /** Leaves it where it is. */
  find(runId: number): Past | null {
    return this.#kept.get(runId) ?? null;
  }

  /** Takes one out to go on with it; null where it was given up. */
  take(runId: number): Past | null {
    const past = this.#kept.get(runId) ?? null;
    this.#kept.delete(runId);
    return past;
  }

  /** @returns whether it takes less now */
  #shrinkLargest(): boolean {
    const all = [...this.#kept.values()].map(({ timeline }) => timeline);
    return all.toSorted((a, b) => b.memory.bytes - a.memory.bytes).some((timeline) => timeline.shrink());
  }

  #giveUpShortest(): void {
    const [shortest] = [...this.#kept].sort(([, a], [, b]) => stepsOf(a) - stepsOf(b));
    if (shortest) this.#kept.delete(shortest[0]);
  }
}

/** Steps that can be revisited, over all branches. */
const stepsOf = ({ timeline }: Past): number =>
  timeline.branchIds.reduce((sum, id) => {
    const { first, last } = timeline.range(id);
    return sum + last - first;
  }, 0);
