/**
 * Work that the page does between frames, a few milliseconds at a time, so that nothing it computes for maps and plots ever
 * holds up the pointer.
 */

/** All background work of one frame together. */
const BUDGET_MS = 3;

/** Does a small piece of work. @returns whether there is more to do */
export type Piece = () => boolean;

export class Background {
  readonly #waiting = new Set<Piece>();
  #isScheduled = false;

  /** Calls `piece` again and again, shared fairly with the others, until it says that there is no more. */
  work(piece: Piece): void {
    this.#waiting.add(piece);
    this.#schedule();
  }

  forget(piece: Piece): void {
    this.#waiting.delete(piece);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      const end = performance.now() + BUDGET_MS;
      while (this.#waiting.size > 0 && performance.now() < end) {
        const piece = this.#waiting.values().next().value!;
        this.#waiting.delete(piece); // to the end of the queue, so that a long piece of work does not starve a short one
        if (piece()) this.#waiting.add(piece);
      }
      if (this.#waiting.size > 0) this.#schedule();
    });
  }
}
