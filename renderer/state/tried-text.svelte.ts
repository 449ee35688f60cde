/** Any text that the person types, cut by the present tokenizer: the text that is learned from stays as it is. */
import type { TokenizerSummary } from '../../core/protocol/text-calls.ts';
import type { TrainerClient } from '../platform/trainer.ts';

/** After the last key. */
const PAUSE_MS = 120;

export class TriedText {
  text = $state('');
  ids = $state.raw<Int32Array>(new Int32Array(0));
  /** Why it cannot be cut; null when it can. */
  problem = $state<string | null>(null);
  #client: TrainerClient | null = null;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  attach(client: TrainerClient): void {
    this.#client = client;
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.follow(), PAUSE_MS);
  }

  /** Another text was typed, or the tokenizer is another. */
  async follow(): Promise<void> {
    const asked = ++this.#asked;
    const { text } = this;
    try {
      const ids = text === '' ? new Int32Array(0) : ((await this.#client?.tokenizeText({ text }))?.ids ?? null);
      if (asked !== this.#asked || ids === null) return;
      this.ids = ids;
      this.problem = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.ids = new Int32Array(0);
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** As a view of tokens shows it: this text instead of the learned one. */
  shownBy(tokenizer: TokenizerSummary): TokenizerSummary {
    return { ...tokenizer, beginning: this.ids, shownCharacters: this.text.length };
  }
}
