/** What a model that comes with the app writes, for someone who has opened none: token by token, and nothing of theirs changes. */
import { FIRST_TO_WRITE, type ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import type { ShippedModel, ShippedPiece, ShippedWritten } from '../../core/protocol/shipped-calls.ts';
import type { TrainerClient } from '../platform/trainer.ts';

/** Fills a screen. */
const LENGTH = 720;

export class ShippedText {
  name = $state<ReadyMadeName>(FIRST_TO_WRITE);
  /** Who has written `documents`; null before anything is. */
  model = $state.raw<ShippedModel | null>(null);
  /** Each by its tokens; a running text is one. */
  documents = $state.raw<readonly (readonly ShippedPiece[])[]>([]);
  /** Of the first document; each further one has the next. */
  seed = $state(1);
  isWriting = $state(false);
  problem = $state<string | null>(null);
  #client: TrainerClient | null = null;
  readonly #first = Promise.withResolvers<void>();
  /** Of the newest text that was asked for. */
  #job = 0;

  attach(client: TrainerClient): void {
    const wasWriting = this.isWriting;
    this.#client = client;
    client.onShippedWritten((event) => this.#hear(event));
    this.#first.resolve();
    if (wasWriting) void this.write(); // the process that wrote it has died
  }

  /** The first time that it is looked at. */
  start(): void {
    if (this.#job === 0) void this.write();
  }

  async choose(name: ReadyMadeName): Promise<void> {
    this.name = name;
    await this.write();
  }

  async writeWithAnotherSeed(): Promise<void> {
    this.seed = (this.seed + Math.max(1, this.documents.length)) % 2 ** 31;
    await this.write();
  }

  async write(): Promise<void> {
    const before = this.#job;
    const job = ++this.#job;
    const { name, seed } = this;
    this.isWriting = true;
    this.problem = null;
    await this.#first.promise;
    const client = this.#client!;
    try {
      if (before > 0) await client.endShipped({ job: before });
      const model = await client.shippedModel({ name });
      if (job !== this.#job) return;
      this.model = model;
      this.documents = [];
      await client.writeShipped({ job, name, seed, most: LENGTH });
    } catch (error) {
      if (job === this.#job) this.problem = error instanceof Error ? error.message : String(error);
    }
    if (job === this.#job) this.isWriting = false;
  }

  /** Gives up what is not written yet. */
  async stop(): Promise<void> {
    await this.#client?.endShipped({ job: this.#job });
  }

  #hear({ job, pieces }: ShippedWritten): void {
    if (job !== this.#job) return;
    const documents = [...this.documents];
    for (const piece of pieces) documents[piece.document] = [...(documents[piece.document] ?? []), piece];
    this.documents = documents;
  }
}
