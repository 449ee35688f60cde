/** Networks that were trained before the one on the page: whoever undoes to one of them, or brings it back, finds its runs. */
import { areSameNetworks } from '../../core/compile/same-layers.ts';
import type { NetworkDocument } from '../../core/document/document.ts';
import type { KeptRuns } from './branches.svelte.ts';

export interface EarlierNetwork {
  /** The number of the load that began it, by which the training process knows it. */
  readonly runId: number;
  /** As it was when it was left. */
  readonly document: NetworkDocument;
  readonly runs: KeptRuns;
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
   */
  follow(kept: readonly number[], left: EarlierNetwork | null): void {
    const all = left ? [...this.list.filter(({ runId }) => runId !== left.runId), left] : this.list;
    this.list = all.filter(({ runId }) => kept.includes(runId));
  }

  /** The training process has gone, and all that it kept. */
  forget(): void {
    this.list = [];
  }
}
