/**
 * How often a running training shows itself: once per displayed frame, or less often where making and sending one would take
 * more than a small share of the training's time. What a network of thousands of small parameters costs is not in its bytes, so it is
 * measured, not guessed.
 */

/**
 * Of the training's time, making and handing over frames may take this share. The process pays about a third as much again for what
 * cannot be measured here: its threads that carry the messages, and that the page has shown one.
 */
const SHARE = 1 / 55;
/** Of so many frames the second cheapest counts: those that other programs held up are no reason to show less. */
const LOOKED_BACK = 5;

export class FramePace {
  readonly #least: number;
  #costs: readonly number[] = [];

  /** @param least milliseconds of training between two frames, however little they cost */
  constructor(least: number) {
    this.#least = least;
  }

  /** A frame took so many milliseconds to make and to send. */
  took(milliseconds: number): void {
    this.#costs = [...this.#costs.slice(1 - LOOKED_BACK), milliseconds];
  }

  /** Milliseconds of training from one frame to the next. */
  get interval(): number {
    const inOrder = this.#costs.toSorted((a, b) => a - b);
    return Math.max(this.#least, (inOrder[Math.min(1, inOrder.length - 1)] ?? 0) / SHARE);
  }
}
