/**
 * A copy of what only the training process has: the timelines of the networks with their checkpoints and edits. It is taken now
 * and then, so that runs outlive the process.
 */
import { areSameNetworks } from '../../../core/compile/same-layers.ts';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import type { StoredTimeline } from '../../../core/training/stored-timeline.ts';
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
  readonly timeline: StoredTimeline;
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
  #isDue = false;

  /** @param present what the training process has */
  constructor(link: TrainerLink, present: () => Present) {
    this.#link = link;
    this.#present = present;
  }

  /** Something has changed that a copy should have. */
  note(): void {
    this.#isDue = true;
    if (this.#timer !== null) return;
    const wait = this.#present().isRunning ? TRAINING_MS : WAIT_MS;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#link.enqueue((client) => this.bringUpToDate(client));
    }, wait);
  }

  /** Takes a copy where something has changed since the last one. */
  async bringUpToDate(client: TrainerClient): Promise<void> {
    const { runId, document } = this.#present();
    if (!this.#isDue || document === null) return;
    this.#isDue = false;
    const { timeline } = await client.storeTimeline({ mostBytes: MOST_BYTES });
    const others = this.#kept.filter((kept) => kept.runId !== runId);
    this.#kept = timeline ? withinBudget([...others, { runId, document, timeline }]) : others;
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
    .filter(({ timeline }) => (bytes += bytesOf(timeline)) <= MOST_BYTES_OF_ALL)
    .toReversed();
}

/** Of its arrays, which are nearly all of it. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + bytesOf(part), 0);
}
