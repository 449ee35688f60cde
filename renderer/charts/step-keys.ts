/** What keys do in a chart over steps: move the cursor, jump to what was edited, zoom. */
import type { ChartTick } from './chart-line.ts';
import type { StepRange } from './step-axis.svelte.ts';

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

interface Ground {
  readonly range: StepRange;
  /** Last step with something to read. */
  readonly known: number;
  readonly ticks: readonly ChartTick[];
}

/** A step in so many of the axis for an arrow alone. */
const STRIDES = 100;

/**
 * Where the cursor goes: an arrow moves it by a hundredth of what is shown, with Shift by one step, with Ctrl to the next
 * edit or branch. null = the key does not move it.
 */
export function cursorAfter({ key, shiftKey, ctrlKey }: Pressed, from: number, ground: Ground): number | null {
  const { range, known, ticks } = ground;
  const within = (step: number): number => Math.max(1, Math.min(known, Math.round(step)));
  if (key === 'Home') return within(range.from);
  if (key === 'End') return within(range.to);
  const sign = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (sign === 0) return null;
  if (ctrlKey) {
    const steps = ticks.map(({ step }) => step).filter((step) => (step - from) * sign > 0);
    return steps.length === 0 ? within(from) : within(sign > 0 ? Math.min(...steps) : Math.max(...steps));
  }
  return within(from + sign * (shiftKey ? 1 : Math.max(1, (range.to - range.from) / STRIDES)));
}

/** By how much the stretch that is shown becomes longer; null = the key does not zoom. */
export function zoomFor({ key }: Pressed): number | null {
  if (key === '+' || key === '=') return 0.5;
  return key === '-' ? 2 : null;
}
