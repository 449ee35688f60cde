/** A sentence of which some tokens are hidden, and what a masked model says of each. */
import type { MaskedPlace } from '../../../core/training/fill-masks.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

export class Masking {
  /** As they were read: what a mask hides is known. */
  original = $state.raw<readonly number[]>([]);
  ids = $state.raw<readonly number[]>([]);
  places = $state.raw<readonly MaskedPlace[]>([]);
  /** The sentence, hidden tokens as `<mask>`. */
  text = $state('');
  problem = $state<string | null>(null);
  readonly #bench: Workbench;
  #asked = 0;
  /** Being answered in the training process. */
  #job: number | null = null;
  /** Sentences that are being read: what a click would hide is about to go. */
  #reading = 0;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  get #mask(): number {
    return this.#bench.writing.model?.special.mask ?? -1;
  }

  isHidden(place: number): boolean {
    return this.ids[place] === this.#mask;
  }

  /** By Enter, and once more when the field is left: that is no other sentence. */
  async read(text: string): Promise<void> {
    if (text === this.text) return;
    this.text = text;
    this.#reading++;
    await this.#attempt(async () => {
      const client = await this.#bench.run.ready();
      if (!client) return;
      const { ids } = await client.encodeMasked({ text });
      this.original = [...ids];
      this.ids = this.original;
    });
    this.#reading--;
    if (this.problem === null) await this.follow();
  }

  /** Hides a token, or shows it again. */
  async toggle(place: number): Promise<void> {
    if (this.#reading > 0) return;
    const original = this.original[place]!;
    if (this.isHidden(place) && original === this.#mask) return; // typed as a mask: nothing is known of it
    await this.fill(place, this.isHidden(place) ? original : this.#mask);
  }

  async fill(place: number, id: number): Promise<void> {
    await this.#attempt(() => this.#set(this.ids.map((own, i) => (i === place ? id : own))));
  }

  /** Asks again: parameters have changed, or parts were switched off. */
  async follow(): Promise<void> {
    if (this.ids.length > 0) await this.#attempt(() => this.#set(this.ids));
  }

  forget(): void {
    this.#asked++;
    this.original = [];
    this.ids = [];
    this.places = [];
    this.text = '';
    this.problem = null;
  }

  async #set(ids: readonly number[]): Promise<void> {
    this.ids = ids;
    const asked = ++this.#asked;
    const client = await this.#bench.run.ready();
    if (!client) return;
    const off = this.#bench.writing.off.map((part) => ({ ...part }));
    const job = this.#bench.run.newJob();
    if (this.#job !== null) void client.cancelJob({ job: this.#job }); // the sentence is another by now
    this.#job = job;
    const filled = await client.fillMasks({ job, ids: [...ids], off });
    if (this.#job === job) this.#job = null;
    if (asked !== this.#asked || !filled) return;
    this.places = filled.places;
    this.text = filled.text;
  }

  /** What cannot be read is said beside the sentence. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}
