/** Networks that were trained before the one on the page: whoever undoes to one of them, or brings it back, finds its runs. */
import { areSameNetworks } from '../../core/compile/same-layers.ts';
import type { NetworkDocument } from '../../core/document/document.ts';
import type { PackedTimeline } from '../../core/protocol/packed-timeline.ts';
import type { KeptRuns } from './branches.svelte.ts';

export interface EarlierNetwork {
  /** The number of the load that began it, by which the training process knows it. */
  readonly runId: number;
  /** As it was when it was left. */
  readonly document: NetworkDocument;
  readonly runs: KeptRuns;
  /** Its timeline, where the training process does not have it any more. */
  readonly stored: PackedTimeline | null;
}

export class EarlierNetworks {
  /** The one that was left last comes last. */
  list = $state.raw<readonly EarlierNetwork[]>([]);

  find(document: NetworkDocument): EarlierNetwork | null {
    return this.list.findLast((network) => areSameNetworks(network.document, document)) ?? null;
  }

  /**
   * Another network has been loaded.
   *
   * @param kept those of which the training process still has the runs
   * @param left the one before, if there was one
   * @param present the number of the one that has been loaded
   */
  follow(kept: readonly number[], { left, present }: { left: EarlierNetwork | null; present: number }): void {
    const all = left ? [...this.list.filter(({ runId }) => runId !== left.runId), left] : this.list;
    this.list = all.filter(({ runId, stored }) => runId !== present && (stored !== null || kept.includes(runId)));
  }

  /** The training process has gone, and all that it kept: what is left is what was copied. */
  store(timelineOf: (runId: number) => PackedTimeline | null): void {
    this.list = this.list.flatMap((network) => {
      const stored = timelineOf(network.runId) ?? network.stored;
      return stored ? [{ ...network, stored }] : [];
    });
  }
}
