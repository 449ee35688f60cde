import type { Gesture, PointerAt } from './gesture.ts';

export interface TurnTarget {
  readonly start: number;
  begin(): void;
  turnTo(value: number): void;
  end(): void;
  cancel(): void;
  click(): void;
}

/** Change per pixel of vertical drag. */
const PER_PIXEL = 0.01;

/** Drag up or down on a small dial or an edge's number: its value turns in place. Shift is ten times finer. */
export class Turning implements Gesture {
  readonly cursor = 'ns-resize';
  readonly #target: TurnTarget;
  #lastY: number;
  #value: number;
  #hasBegun = false;

  constructor(target: TurnTarget, from: PointerAt) {
    this.#target = target;
    this.#lastY = from.screen.y;
    this.#value = target.start;
  }

  move(at: PointerAt): void {
    const up = this.#lastY - at.screen.y;
    if (!this.#hasBegun) {
      if (Math.abs(up) < 2) return;
      this.#hasBegun = true;
      this.#target.begin();
    }
    this.#lastY = at.screen.y;
    this.#value += up * PER_PIXEL * (at.shift ? 0.1 : 1);
    this.#target.turnTo(Number(this.#value.toFixed(4)));
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
