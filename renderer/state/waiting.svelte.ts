/** What the training process is at, where that takes long enough to say so: in words, with its progress and a way to give it up. */

/** A wait that is longer is worth a word. */
const WORTH_SAYING_MS = 700;

export class Waiting {
  /** null = nothing, or not for long yet. */
  what = $state<string | null>(null);
  /** 0 .. 1; null = not known. */
  share = $state<number | null>(null);
  /** null = it cannot be given up. */
  giveUp = $state.raw<(() => void) | null>(null);
  /** Of waits that are not worth a word yet. */
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  async during<Answer>(what: string, answer: Promise<Answer>, giveUp: (() => void) | null = null): Promise<Answer> {
    this.share = null;
    const timer = setTimeout(() => {
      this.what = what;
      this.giveUp = giveUp;
    }, WORTH_SAYING_MS);
    this.#timers.add(timer);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#timers.delete(timer);
      this.#sayNothing();
    }
  }

  /** What is waited for never comes. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#sayNothing();
  }

  #sayNothing(): void {
    this.what = null;
    this.giveUp = null;
    this.share = null;
  }
}
