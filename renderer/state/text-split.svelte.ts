/** How the text is divided between learning and testing, for the models that are made of it. */
import type { SplitSizes } from '../../core/data/text-split.ts';
import type { TrainerClient } from '../platform/trainer.ts';

const USUAL_SHARE = 0.1;

export class TextSplit {
  /** Of the text that is held out. */
  share = $state(USUAL_SHARE);
  /** null while the text is not cut into tokens. */
  sizes = $state.raw<SplitSizes | null>(null);
  #client: TrainerClient | null = null;
  #asked = 0;

  attach(client: TrainerClient): void {
    this.#client = client;
  }

  async change(share: number): Promise<void> {
    this.share = share;
    await this.follow();
  }

  /** The text or its tokens are others. */
  async follow(): Promise<void> {
    const asked = ++this.#asked;
    const sizes = (await this.#client?.splitText({ validationShare: this.share })) ?? null;
    if (asked === this.#asked) this.sizes = sizes;
  }

  forget(): void {
    this.#asked++;
    this.sizes = null;
  }
}
