/**
 * Draws a chart over steps on a canvas: lines, comparisons, ticks of edits, the present step. Redrawn at most every 66 ms, in a
 * task of its own, and not at all where it is not to be seen.
 */
import { untrack } from 'svelte';
import {
  Chart,
  type ChartType,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import type { Theme } from '../theme/theme.svelte.ts';
import { alongAxis } from '../ui/number-format.ts';
import { acrossOptions, upOptions } from './axis-options.ts';
import { dotSize, type ChartLine, type ChartTick, type LinesOf, type Ruler } from './chart-line.ts';
import { drawLineNames } from './draw-line-names.ts';
import { drawTicks, placeTicks, type PlacedTick } from './draw-ticks.ts';
import type { StepAxis, StepRange } from './step-axis.svelte.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

const COLUMNS = 600;
const REDRAW_MS = 66;

/** What is to be drawn. */
export interface StepDrawing {
  readonly axis: StepAxis;
  readonly range: StepRange;
  readonly lines: LinesOf;
  readonly rulers: readonly Ruler[];
  readonly ticks: readonly ChartTick[];
  /** The step that the window shows. */
  readonly at: number;
  /** The last one with something to read. */
  readonly known: number;
  readonly isLogarithmic: boolean;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly format: (value: number) => string;
  /** Pixels to the right for the names of the lines. */
  readonly room: number;
}

export class StepCanvas {
  /** Where the lines are, in pixels of the canvas. */
  area = $state.raw({ left: 0, right: 0, top: 0, bottom: 0 });
  placed = $state.raw<readonly PlacedTick[]>([]);
  readonly #drawing: () => StepDrawing;
  readonly #theme: Theme;
  readonly #onlayout: (left: number, right: number) => void;
  // What the scales go by, each for itself: the rest of a drawing is another one with every frame.
  readonly #isAcrossLogarithmic = $derived.by(() => this.#drawing().axis.isLogarithmic);
  readonly #isUpLogarithmic = $derived.by(() => this.#drawing().isLogarithmic);
  readonly #format = $derived.by(() => this.#drawing().format);

  /**
   * @param drawing read anew whenever something of it changes
   * @param onlayout told where the axis begins and ends, in pixels from the left
   */
  constructor(drawing: () => StepDrawing, theme: Theme, onlayout: (left: number, right: number) => void) {
    this.#drawing = drawing;
    this.#theme = theme;
    this.#onlayout = onlayout;
  }

  /** Lines of what is shown, in as many points as are drawn. */
  get lines(): ReturnType<LinesOf> {
    const { lines, range } = this.#drawing();
    return lines(range.from, range.to, COLUMNS);
  }

  /** Pixels from the left; NaN outside what is shown. */
  place(step: number): number {
    const { axis, range } = this.#drawing();
    const share = axis.shareOf(step, range);
    return share < 0 || share > 1 ? NaN : this.area.left + share * (this.area.right - this.area.left);
  }

  /** An attachment of the canvas. */
  readonly attach = (canvas: HTMLCanvasElement): (() => void) => {
    // Drawing reads what the effect below follows; the chart itself is made once.
    const made = untrack(() => this.#make(canvas));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let drawnAt = -Infinity;
    let isShown = true;
    let isStale = true;
    const redraw = (): void => {
      timer = undefined;
      isStale = !isShown;
      if (isStale) return;
      drawnAt = performance.now();
      this.#update(made);
    };
    // A chart in a place that is not shown costs nothing, and is drawn when it is. To ask for it each time would cost a layout.
    const watch = new IntersectionObserver((entries) => {
      isShown = entries.at(-1)!.isIntersecting;
      if (isShown && isStale) untrack(redraw);
    });
    watch.observe(canvas);
    const stop = $effect.root(() => {
      $effect(() => {
        const { palette } = this.#theme;
        made.options.scales = {
          x: acrossOptions(palette, this.#isAcrossLogarithmic),
          y: upOptions(palette, this.#isUpLogarithmic, alongAxis(this.#format)),
        };
      });
      $effect(() => {
        void [this.#drawing(), this.#theme.palette];
        // In a task of its own, so that the frame that brought it does not wait for the chart.
        timer ??= setTimeout(redraw, Math.max(0, REDRAW_MS - (performance.now() - drawnAt)));
      });
    });
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      stop();
      made.destroy();
    };
  };

  #make(canvas: HTMLCanvasElement): Chart {
    const { format, room } = this.#drawing();
    return new Chart(canvas, {
      type: 'line' as ChartType,
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { right: room, top: 8 } },
        elements: { line: { borderWidth: 1.5, borderJoinStyle: 'round' } },
      },
      plugins: [
        { id: 'line-ends', afterDatasetsDraw: (drawn) => drawLineNames(drawn, format) },
        {
          id: 'marks',
          afterDatasetsDraw: ({ ctx }) => untrack(() => this.#drawMarks(ctx)),
          afterLayout: ({ chartArea }) => this.#noteLayout(chartArea),
        },
      ],
    });
  }

  #update(made: Chart): void {
    const { axis, range, rulers, isLogarithmic, least, most } = this.#drawing();
    const scales = made.options.scales as Record<'x' | 'y', Record<string, unknown>>;
    Object.assign(scales.x, { min: range.from, max: range.to });
    const floor = isLogarithmic || axis.window ? undefined : 0;
    Object.assign(scales.y, { min: least, max: most, suggestedMin: floor });
    const ends = Float64Array.of(range.from, range.to);
    const ruled: ChartLine[] = rulers.map(({ label, value }) => ({
      label,
      points: { x: ends, y: Float64Array.of(value, value) },
      colour: this.#theme.palette.muted,
      width: 1,
      dash: [1, 3],
    }));
    made.data.datasets = [...ruled, ...this.lines].map((line) => {
      const { label, points, colour, width = 1.5, dash = [] } = line;
      const { x, y } = points;
      return {
        label,
        data: Array.from(x, (step, i) => ({ x: step, y: y[i]! })),
        borderColor: colour,
        borderWidth: width,
        borderDash: [...dash],
        pointRadius: dotSize(line),
        pointBackgroundColor: colour,
        pointBorderColor: this.#theme.palette.surface,
        pointBorderWidth: 1,
        order: line.isMeasured ? -1 : 0, // above lines that have a point for every step
      };
    });
    made.update('none');
  }

  #noteLayout({ left, right, top, bottom }: Chart['chartArea']): void {
    const { area } = this;
    if (left === area.left && right === area.right && top === area.top && bottom === area.bottom) return;
    this.area = { left, right, top, bottom };
    this.#onlayout(left, right);
  }

  #drawMarks(context: CanvasRenderingContext2D): void {
    const { ticks } = this.#drawing();
    this.placed = placeTicks(ticks, (step) => this.place(step));
    drawTicks(context, this.area, this.placed, this.#theme.palette);
    this.#drawPresent(context);
  }

  /** Where the rest of the window stands, when that is not the end of the line. */
  #drawPresent(context: CanvasRenderingContext2D): void {
    const { at, known } = this.#drawing();
    const x = this.place(at);
    if (at >= known || !Number.isFinite(x)) return;
    context.save();
    context.strokeStyle = this.#theme.palette.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, this.area.top);
    context.lineTo(x, this.area.bottom);
    context.stroke();
    context.restore();
  }
}
