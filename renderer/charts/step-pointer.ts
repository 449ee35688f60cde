/** What pointer, wheel and keys do in a chart over steps: move the cursor of its axis, zoom, drag, choose a step. */
import type { ChartTick } from './chart-line.ts';
import type { StepAxis, StepRange } from './step-axis.svelte.ts';
import { cursorAfter, zoomFor } from './step-keys.ts';

export interface Ground {
  readonly axis: StepAxis;
  readonly range: StepRange;
  /** The last step that the axis has room for, and the last one with something to read. */
  readonly last: number;
  readonly known: number;
  /** The step that the window shows. */
  readonly at: number;
  readonly ticks: readonly ChartTick[];
  /** Of the lines, in pixels from the left of the chart. */
  readonly area: { readonly left: number; readonly right: number };
  /** A step was chosen to go to. */
  readonly onpick: ((step: number) => void) | undefined;
}

type On<Kind extends Event> = Kind & { readonly currentTarget: HTMLElement };

/** A pointer that is pressed and moves by less is a click. */
const STILL_PIXELS = 4;

export class StepPointer {
  readonly #ground: () => Ground;
  #drag: { readonly x: number; readonly moved: boolean } | null = null;

  constructor(ground: () => Ground) {
    this.#ground = ground;
  }

  readonly move = (event: On<PointerEvent>): void => {
    const { axis, area, known, last } = this.#ground();
    if (known === 0) return;
    const share = this.#shareAt(event);
    if (this.#drag && event.buttons === 1) {
      const by = (event.clientX - this.#drag.x) / (area.right - area.left);
      if (!this.#drag.moved && Math.abs(event.clientX - this.#drag.x) < STILL_PIXELS) return;
      axis.pan(-by, last);
      this.#drag = { x: event.clientX, moved: true };
    }
    axis.cursor = share < 0 || share > 1 ? null : this.#nearestStep(share);
  };

  readonly press = (event: On<PointerEvent>): void => {
    if (event.button !== 0) return;
    this.#drag = { x: event.clientX, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  readonly release = (event: On<PointerEvent>): void => {
    const { known, onpick } = this.#ground();
    const share = this.#shareAt(event);
    const isClick = this.#drag?.moved === false && share >= 0 && share <= 1 && known > 0;
    this.#drag = null;
    if (isClick) onpick?.(this.#nearestStep(share));
  };

  readonly cancel = (): void => {
    this.#drag = null;
  };

  readonly leave = (): void => {
    this.#ground().axis.cursor = null;
  };

  readonly scroll = (event: On<WheelEvent>): void => {
    const { axis, known, last } = this.#ground();
    if (known === 0) return;
    event.preventDefault();
    const share = Math.max(0, Math.min(1, this.#shareAt(event)));
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) axis.pan(event.deltaX / 600, last);
    else axis.zoom(Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), share, last);
  };

  readonly pressKey = (event: KeyboardEvent): void => {
    const { axis, range, known, last, at, ticks, onpick } = this.#ground();
    if (known === 0 || event.altKey || event.metaKey) return;
    const from = axis.cursor ?? Math.max(1, Math.min(at, known));
    const next = cursorAfter(event, from, { range, known, ticks });
    const factor = zoomFor(event);
    if (next !== null) axis.cursor = next;
    else if (factor !== null) axis.zoom(factor, Math.max(0, Math.min(1, axis.shareOf(from, range))), last);
    else if (event.key === '0') axis.showAll();
    else if (event.key === 'Escape' && axis.cursor !== null) axis.cursor = null;
    else if (event.key === 'Enter' && onpick) onpick(from);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #shareAt(event: On<MouseEvent>): number {
    const { left, right } = this.#ground().area;
    return (event.clientX - event.currentTarget.getBoundingClientRect().left - left) / (right - left);
  }

  #nearestStep(share: number): number {
    const { axis, range, known } = this.#ground();
    return Math.max(Math.min(1, known), Math.min(known, Math.round(axis.stepAt(share, range))));
  }
}
