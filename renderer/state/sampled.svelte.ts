/**
 * What the network says about many examples, kept up to date in the background while parameters move. A pass that has begun
 * is finished even when newer parameters are there by then, so that something new is always shown while training runs.
 */
import type { Network } from '../../core/compile/compile.ts';
import { SlicedForward, type ForwardJob, type ForwardResult } from '../../core/engine/sliced-forward.ts';
import type { Background } from './background.ts';

export interface SampleWish extends ForwardJob {
  readonly network: Network;
  /** Ids of layers whose activations are wanted too. */
  readonly layers: readonly string[];
}

export class Sampled {
  /** null until the first pass is done, and while nothing is wanted. */
  result = $state.raw<ForwardResult | null>(null);
  /** The network and layers that `result` belongs to. */
  network = $state.raw<Network | null>(null);
  readonly #background: Background;
  #forward: SlicedForward | null = null;
  #layers: readonly string[] = [];
  #next: SampleWish | null = null;

  /** Call while a component is set up: it ends with that component. @param wish what to compute now, or null for nothing */
  constructor(background: Background, wish: () => SampleWish | null) {
    this.#background = background;
    $effect(() => this.#want(wish()));
    $effect(() => () => background.forget(this.#piece));
  }

  #want(wish: SampleWish | null): void {
    if (!wish) {
      this.#next = null;
      this.#forward = null;
      this.result = null;
      this.network = null;
      return;
    }
    if (wish.network !== this.network || wish.layers.join() !== this.#layers.join()) {
      this.#forward = new SlicedForward(wish.network, wish.layers);
      this.#layers = wish.layers;
      this.network = wish.network;
      this.result = null;
    }
    this.#next = wish;
    this.#background.work(this.#piece);
  }

  readonly #piece = (): boolean => {
    const forward = this.#forward;
    if (!forward) return false;
    if (!forward.isWorking) {
      if (!this.#next) return false;
      forward.begin(this.#next);
      this.#next = null;
    }
    const result = forward.advance();
    if (result) this.result = result;
    return result === null || this.#next !== null;
  };
}
