/** An example's mark as a vector, the shapes of `views/maps/draw-mark.ts`. */
import { drawMark, type Mark } from '../views/maps/draw-mark.ts';
import { light } from './light-colours.ts';
import { element, short } from './svg.ts';

/** What a mark is drawn with on a canvas, written down instead. */
class PathRecorder {
  d = '';
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 0;
  readonly #x: number;
  readonly #y: number;

  constructor(x: number, y: number) {
    this.#x = x;
    this.#y = y;
  }

  lineTo(x: number, y: number): void {
    this.d += `${this.d === '' ? 'M' : 'L'}${short(this.#x + x)} ${short(this.#y + y)}`;
  }

  closePath(): void {
    this.d += 'Z';
  }

  arc(_x: number, _y: number, radius: number): void {
    const r = short(radius);
    const y = short(this.#y);
    const [left, right] = [short(this.#x - radius), short(this.#x + radius)];
    this.d = `M${left} ${y}A${r} ${r} 0 1 1 ${right} ${y}A${r} ${r} 0 1 1 ${left} ${y}Z`;
  }
}

export function markElement(x: number, y: number, radius: number, mark: Mark): string {
  const pen = new PathRecorder(x, y);
  drawMark(pen, radius, mark, light.surface);
  return element('path', {
    d: pen.d,
    fill: opaque(pen.fillStyle),
    stroke: opaque(pen.strokeStyle),
    'stroke-width': pen.lineWidth,
  });
}

/** `rgb(1 2 3)` as every program reads it. */
export function opaque(css: string): string {
  if (!css.startsWith('rgb')) return css;
  const [red, green, blue] = css.match(/\d+/g)!.map(Number) as [number, number, number];
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}
