import { snap } from '../geometry.ts';
import { hasMoved, type Gesture, type PointerAt } from './gesture.ts';

export interface ResizeTarget {
  readonly start: { readonly width: number; readonly height: number };
  begin(): void;
  resizeTo(width: number, height: number): void;
  end(): void;
  cancel(): void;
}

/** Drag on the lower right corner: the item grows and shrinks in steps of the grid, unless Alt is held. */
export class Resizing implements Gesture {
  readonly cursor = 'nwse-resize';
  readonly #target: ResizeTarget;
  readonly #from: PointerAt;
  #hasBegun = false;

  constructor(target: ResizeTarget, from: PointerAt) {
    this.#target = target;
    this.#from = from;
  }

  move(at: PointerAt): void {
    if (!this.#hasBegun) {
      if (!hasMoved(this.#from.screen, at.screen)) return;
      this.#hasBegun = true;
      this.#target.begin();
    }
    const place = at.alt ? Math.round : snap;
    const { width, height } = this.#target.start;
    this.#target.resizeTo(
      place(width + at.canvas.x - this.#from.canvas.x),
      place(height + at.canvas.y - this.#from.canvas.y),
    );
  }

  end(at: PointerAt): void {
    if (!this.#hasBegun) return;
    this.move(at);
    this.#target.end();
  }

  cancel(): void {
    if (this.#hasBegun) this.#target.cancel();
  }
}
