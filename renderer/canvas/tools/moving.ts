import type { Guide } from '../snap-to-others.ts';
import { hasMoved, type Gesture, type PointerAt } from './gesture.ts';

export interface MoveTarget {
  begin(isCopy: boolean): void;
  /** @param isFree Alt: neither the grid nor other items attract it; @returns the guides to show */
  moveBy(dx: number, dy: number, isFree: boolean): readonly Guide[];
  end(): void;
  cancel(): void;
  /** The press was a click after all. */
  click(): void;
  show(guides: readonly Guide[]): void;
}

/**
 * Drag on an item: what is selected moves together, attracted by the grid and by other items unless Alt is held. Alt held
 * from the start drags a copy instead; released and pressed again, it frees the copy as well.
 */
export class Moving implements Gesture {
  readonly cursor: string;
  readonly #target: MoveTarget;
  readonly #from: PointerAt;
  #isCopyingAlt: boolean;
  #hasBegun = false;

  constructor(target: MoveTarget, from: PointerAt) {
    this.#target = target;
    this.#from = from;
    this.#isCopyingAlt = from.alt;
    this.cursor = from.alt ? 'copy' : 'grabbing';
  }

  move(at: PointerAt): void {
    if (!this.#hasBegun) {
      if (!hasMoved(this.#from.screen, at.screen)) return;
      this.#hasBegun = true;
      this.#target.begin(this.#from.alt);
    }
    if (!at.alt) this.#isCopyingAlt = false;
    const dx = at.canvas.x - this.#from.canvas.x;
    const dy = at.canvas.y - this.#from.canvas.y;
    this.#target.show(this.#target.moveBy(dx, dy, at.alt && !this.#isCopyingAlt));
  }

  end(at: PointerAt): void {
    if (this.#hasBegun) {
      this.move(at);
      this.#target.end();
    } else {
      this.#target.click();
    }
    this.#target.show([]);
  }

  cancel(): void {
    if (this.#hasBegun) this.#target.cancel();
    this.#target.show([]);
  }
}
