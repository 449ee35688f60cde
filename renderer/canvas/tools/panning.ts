import type { Camera } from '../camera.svelte.ts';
import type { Gesture, PointerAt } from './gesture.ts';

/** Space and drag, or the middle button: the sheet moves with the pointer. */
export class Panning implements Gesture {
  readonly cursor = 'grabbing';
  readonly #camera: Camera;
  readonly #start: { readonly x: number; readonly y: number };
  #last: { readonly x: number; readonly y: number };

  constructor(camera: Camera, from: PointerAt) {
    this.#camera = camera;
    this.#start = { x: camera.x, y: camera.y };
    this.#last = from.screen;
  }

  move(at: PointerAt): void {
    this.#camera.panBy(at.screen.x - this.#last.x, at.screen.y - this.#last.y);
    this.#last = at.screen;
  }

  end(at: PointerAt): void {
    this.move(at);
  }

  cancel(): void {
    this.#camera.x = this.#start.x;
    this.#camera.y = this.#start.y;
  }
}
