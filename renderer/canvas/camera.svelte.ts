/** Which part of the canvas is seen: screen = canvas * zoom + offset, in CSS pixels of the canvas element. */
import type { Box, Point } from './geometry.ts';

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 4;
const MARGIN = 44;
/** Below it, the text on the canvas, 11 to 13 px tall at 1, is less than 5 px tall. */
const LEAST_LEGIBLE = 0.36;

export class Camera {
  x = $state(0);
  y = $state(0);
  zoom = $state(1);
  /** Size of the canvas element. */
  width = $state(0);
  height = $state(0);
  /** It shows the whole network, as `Fit` put it: then it goes on doing so when the canvas becomes larger or smaller. */
  showsAll = false;
  /** So small that text on the canvas cannot be read. */
  readonly isFar = $derived(this.zoom < LEAST_LEGIBLE);

  toCanvas(screen: Point): Point {
    return { x: (screen.x - this.x) / this.zoom, y: (screen.y - this.y) / this.zoom };
  }

  toScreen(point: Point): Point {
    return { x: point.x * this.zoom + this.x, y: point.y * this.zoom + this.y };
  }

  get centre(): Point {
    return this.toCanvas({ x: this.width / 2, y: this.height / 2 });
  }

  panBy(dx: number, dy: number): void {
    this.showsAll = false;
    this.x += dx;
    this.y += dy;
  }

  /** Zooms so that what is under `screen` stays there. */
  zoomAt(screen: Point, factor: number): void {
    const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, this.zoom * factor));
    const held = this.toCanvas(screen);
    this.showsAll = false;
    this.zoom = zoom;
    this.x = screen.x - held.x * zoom;
    this.y = screen.y - held.y * zoom;
  }

  zoomTo(zoom: number): void {
    this.zoomAt({ x: this.width / 2, y: this.height / 2 }, zoom / this.zoom);
  }

  /** Shows the whole box, enlarged to `maxZoom` at most. */
  fit(box: Box, maxZoom = 1.5): void {
    const zoom = Math.min(
      maxZoom,
      (this.width - 2 * MARGIN) / Math.max(1, box.right - box.left),
      (this.height - 2 * MARGIN) / Math.max(1, box.bottom - box.top),
    );
    this.showsAll = false;
    this.zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
    this.x = this.width / 2 - ((box.left + box.right) / 2) * this.zoom;
    this.y = this.height / 2 - ((box.top + box.bottom) / 2) * this.zoom;
  }
}
