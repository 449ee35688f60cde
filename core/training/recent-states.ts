/** The last few states that a run passed through, so that going back one update, and one more, is instant at any size. */
import type { KeptState } from './kept-state.ts';

/** Bytes: 64 MiB. Three states may take more, up to 400 MiB: those of a model of ten million parameters. One stays in any case. */
const MOST_BYTES = 67_108_864;
const FEW_STATES = 3;
const MOST_BYTES_OF_FEW = 419_430_400;
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
    const few = Math.min(FEW_STATES, Math.floor(MOST_BYTES_OF_FEW / bytes));
    return Math.max(1, few, Math.min(MOST_STATES, Math.floor(MOST_BYTES / bytes)));
  }

  note(branch: number, state: KeptState): void {
    const others = this.#all.filter((other) => other.branch !== branch || !isSamePlace(other.state, state));
    this.#all = [...others, { branch, state }];
    while (this.#isTooMuch) {
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

  get #isTooMuch(): boolean {
    const { length } = this.#all;
    if (length <= 1) return false;
    return length > MOST_STATES || this.#bytes > (length <= FEW_STATES ? MOST_BYTES_OF_FEW : MOST_BYTES);
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
