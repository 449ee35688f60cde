/**
 * Which part of the ground is seen. The centre is in ground units in double precision, and everything is drawn relative to
 * it, so that one parameter beside 10^12 still has its exact place: areas from 10^-10 to 10^5 pixels a parameter.
 */
import type { Rect } from '../../core/atlas/layout.ts';

const SMALLEST = 1e-6;
const LARGEST = 300;

export interface View {
  readonly x: number;
  readonly y: number;
  /** Pixels a ground unit. */
  readonly zoom: number;
}

const within = (zoom: number): number => Math.min(LARGEST, Math.max(SMALLEST, zoom));

export class MapCamera {
  view: View = $state.raw({ x: 0, y: 0, zoom: 1 });
  width = $state(0);
  height = $state(0);
  /** Nobody has moved it since it was made to show everything. */
  showsAll = false;
  #flight = 0;

  toScreen({ x, y, width, height }: Rect): Rect {
    const { x: centreX, y: centreY, zoom } = this.view;
    return {
      x: (x - centreX) * zoom + this.width / 2,
      y: (y - centreY) * zoom + this.height / 2,
      width: width * zoom,
      height: height * zoom,
    };
  }

  toGround(x: number, y: number): { readonly x: number; readonly y: number } {
    const { x: centreX, y: centreY, zoom } = this.view;
    return { x: centreX + (x - this.width / 2) / zoom, y: centreY + (y - this.height / 2) / zoom };
  }

  panBy(dx: number, dy: number): void {
    this.stop();
    this.showsAll = false;
    const { x, y, zoom } = this.view;
    this.view = { x: x - dx / zoom, y: y - dy / zoom, zoom };
  }

  /** What lies under the screen's point stays there. */
  zoomAt(screenX: number, screenY: number, factor: number): void {
    this.stop();
    this.showsAll = false;
    const held = this.toGround(screenX, screenY);
    const zoom = within(this.view.zoom * factor);
    this.view = {
      x: held.x - (screenX - this.width / 2) / zoom,
      y: held.y - (screenY - this.height / 2) / zoom,
      zoom,
    };
  }

  zoomBy(factor: number): void {
    this.zoomAt(this.width / 2, this.height / 2, factor);
  }

  isWholeSeen(rect: Rect): boolean {
    const { x, y, width, height } = this.toScreen(rect);
    return x >= 0 && y >= 0 && x + width <= this.width && y + height <= this.height;
  }

  /** The view that shows a rectangle with room around it. @param share of the window that it may fill */
  viewOf(rect: Rect, share = 0.86): View {
    const zoom = within(share * Math.min(this.width / rect.width, (this.height - 60) / rect.height));
    return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, zoom };
  }

  /** Flies there: evenly in the logarithm of the zoom, the target moving straight to the middle. Skipped by any gesture. */
  flyTo(target: View, milliseconds = 700): void {
    this.stop();
    this.showsAll = false;
    const start = this.view;
    if (milliseconds === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.view = target;
      return;
    }
    const from = { x: (target.x - start.x) * start.zoom, y: (target.y - start.y) * start.zoom };
    const began = performance.now();
    const frame = (now: number): void => {
      const time = Math.min(1, Math.max(0, (now - began) / milliseconds));
      const eased = time * time * (3 - 2 * time);
      const zoom = start.zoom * (target.zoom / start.zoom) ** eased;
      const left = 1 - eased;
      this.view =
        time === 1 ? target : { x: target.x - (from.x * left) / zoom, y: target.y - (from.y * left) / zoom, zoom };
      this.#flight = time === 1 ? 0 : requestAnimationFrame(frame);
    };
    this.#flight = requestAnimationFrame(frame);
  }

  stop(): void {
    cancelAnimationFrame(this.#flight);
    this.#flight = 0;
  }
}
