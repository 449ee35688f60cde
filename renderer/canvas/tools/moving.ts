import { snap } from '../geometry.ts';
import { hasMoved, type Gesture, type PointerAt } from './gesture.ts';

export interface MoveTarget {
  /** Positions of the layers that move, when the drag began. */
  readonly start: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  begin(): void;
  moveTo(positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>): void;
  end(): void;
  cancel(): void;
  /** The press was a click after all. */
  click(): void;
}

/** Drag on a layer: the selected layers move together, snapped to the grid unless Alt is held. */
export class Moving implements Gesture {
  readonly cursor = 'grabbing';
  readonly #target: MoveTarget;
  readonly #from: PointerAt;
  #hasBegun = false;

  constructor(target: MoveTarget, from: PointerAt) {
    this.#target = target;
    this.#from = from;
  }

  move(at: PointerAt): void {
    if (!this.#hasBegun) {
      if (!hasMoved(this.#from.screen, at.screen)) return;
      this.#hasBegun = true;
      this.#target.begin();
    }
    const dx = at.canvas.x - this.#from.canvas.x;
    const dy = at.canvas.y - this.#from.canvas.y;
    const place = at.alt ? Math.round : snap;
    this.#target.moveTo(
      new Map([...this.#target.start].map(([id, { x, y }]) => [id, { x: place(x + dx), y: place(y + dy) }])),
    );
  }

  end(at: PointerAt): void {
    if (this.#hasBegun) {
      this.move(at);
      this.#target.end();
    } else {
      this.#target.click();
    }
  }

  cancel(): void {
    if (this.#hasBegun) this.#target.cancel();
  }
}
