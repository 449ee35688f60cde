/** The last few states that a run passed through, so that going back one update, and one more, is instant at any size. */
import type { KeptState } from './kept-state.ts';

/** Bytes: 64 MiB. One state stays in any case. */
const MOST_BYTES = 67_108_864;
const MOST_STATES = 32;

interface Recent {
  readonly branch: number;
  readonly state: KeptState;
}

export class RecentStates {
  /** The newest last. */
  #all: readonly Recent[] = [];

  /** How many states of this size are kept. */
  static room(bytes: number): number {
    return Math.max(1, Math.min(MOST_STATES, Math.floor(MOST_BYTES / bytes)));
  }

  note(branch: number, state: KeptState): void {
    const others = this.#all.filter((other) => other.branch !== branch || !isSamePlace(other.state, state));
    this.#all = [...others, { branch, state }];
    while (this.#all.length > 1 && (this.#all.length > MOST_STATES || this.#bytes > MOST_BYTES)) {
      this.#all = this.#all.slice(1);
    }
  }

  /** The last one of a branch that is not after a step, nor after so many edits; null = none. */
  best(branch: number, step: number, edits = Infinity): KeptState | null {
    const own = this.#of(branch).filter((state) => state.step <= step && state.editCount <= edits);
    return own.reduce<KeptState | null>((best, state) => (best && !isLater(state, best) ? best : state), null);
  }

  /** What a branch has in common with the one that it leaves at a step. */
  share(parent: number, child: number, step: number): void {
    const shared = this.#of(parent).filter((state) => state.step <= step);
    this.#all = [...this.#all, ...shared.map((state) => ({ branch: child, state }))];
  }

  /** Edits of a branch that some state of it includes. */
  editsIncluded(branch: number): number {
    return this.#of(branch).reduce((most, { editCount }) => Math.max(most, editCount), 0);
  }

  /** Those of a branch go. */
  drop(branch: number): void {
    this.#all = this.#all.filter((recent) => recent.branch !== branch);
  }

  get #bytes(): number {
    return [...new Set(this.#all.map(({ state }) => state))].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #of(branch: number): KeptState[] {
    return this.#all.flatMap((recent) => (recent.branch === branch ? [recent.state] : []));
  }
}

const isSamePlace = (a: KeptState, b: KeptState): boolean => a.step === b.step && a.editCount === b.editCount;

/** Of two states of a branch, whether the first is closer to its end. */
export const isLater = (a: KeptState, b: KeptState): boolean =>
  a.step > b.step || (a.step === b.step && a.editCount > b.editCount);
