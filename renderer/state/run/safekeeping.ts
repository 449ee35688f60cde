/**
 * A copy of what only the training process has: the timelines of the networks with their checkpoints and edits. It is taken now
 * and then, so that runs outlive the process; the page keeps it as it came, and gives it to the next process.
 */
import { areSameNetworks } from '../../../core/compile/same-layers.ts';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import type { PackedTimeline } from '../../../core/protocol/packed-timeline.ts';
import type { TrainerClient } from '../../platform/trainer.ts';
import type { TrainerLink } from './trainer-link.ts';

/** Of one network, and of all together; the one that was taken first goes first. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_BYTES_OF_ALL = 64 * 2 ** 20;
/** From a change to its copy: what a crash costs at most. */
const WAIT_MS = 2000;
/** Between two copies of a network that trains. */
const TRAINING_MS = 10_000;

export interface KeptTimeline {
  readonly runId: number;
  /** As it was then. */
  readonly document: NetworkDocument;
  readonly timeline: PackedTimeline;
}

interface Present {
  readonly runId: number;
  readonly document: NetworkDocument | null;
  readonly isRunning: boolean;
}

export class Safekeeping {
  readonly #link: TrainerLink;
  readonly #present: () => Present;
  #kept: readonly KeptTimeline[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Networks that have changed since their copy; the document of those that were left since, as it was then. */
  #due = new Map<number, NetworkDocument | null>();

  /** @param present what the training process has */
  constructor(link: TrainerLink, present: () => Present) {
    this.#link = link;
    this.#present = present;
  }

  /** Something has changed that a copy should have. */
  note(): void {
    const { runId, isRunning } = this.#present();
    this.#due.set(runId, null);
    if (this.#timer !== null) return;
    const wait = isRunning ? TRAINING_MS : WAIT_MS;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#copySoon();
    }, wait);
  }

  /** Another network takes the place of one: what it has that no copy has is copied when that has been done. */
  leave(runId: number, document: NetworkDocument): void {
    if (!this.#due.has(runId)) return;
    this.#due.set(runId, document);
    this.#copySoon();
  }

  /** The training process has gone, and all that was still to be copied. */
  beginAnew(): void {
    this.#due.clear();
  }

  #copySoon(): void {
    void this.#link.enqueue((client) => this.#copy(client));
  }

  /** Takes a copy of each network that has changed since its last one. */
  async #copy(client: TrainerClient): Promise<void> {
    const due = this.#due;
    this.#due = new Map();
    for (const [runId, left] of due) {
      const document = left ?? this.#present().document;
      if (document === null) continue;
      const { timeline } = await client.copyTimeline({ runId, mostBytes: MOST_BYTES });
      const others = this.#kept.filter((kept) => kept.runId !== runId);
      this.#kept = timeline ? withinBudget([...others, { runId, document, timeline }]) : others;
    }
  }

  /** The copy of a network's runs; null where there is none. */
  find(runId: number): KeptTimeline | null {
    return this.#kept.find((kept) => kept.runId === runId) ?? null;
  }

  /** The same, if it is of the network that a document has. */
  of(runId: number, document: NetworkDocument): KeptTimeline | null {
    const kept = this.find(runId);
    return kept && areSameNetworks(kept.document, document) ? kept : null;
  }
}

/** Whether a document is in the very state in which a copy was taken. */
export const isAsKept = ({ document }: KeptTimeline, { parameters, run }: NetworkDocument): boolean =>
  document.run[ONLY] === run[ONLY] &&
  Object.entries(parameters).every(([id, values]) => document.parameters[id] === values);

function withinBudget(kept: readonly KeptTimeline[]): readonly KeptTimeline[] {
  let bytes = 0;
  return kept
    .toReversed()
    .filter(({ timeline }) => (bytes += timeline.numbers.byteLength) <= MOST_BYTES_OF_ALL)
    .toReversed();
}
