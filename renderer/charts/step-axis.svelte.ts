/** The step axis that charts side by side share: which stretch of it they show, and the step that is pointed at. */

export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** No stretch is shorter. */
const FEWEST_STEPS = 8;

export class StepAxis {
  /** The step that is pointed at, in every chart at once; null = none. */
  cursor = $state<number | null>(null);
  /** What is zoomed in on; null = all steps, also those to come. */
  window = $state.raw<StepRange | null>(null);
  isLogarithmic = $state(false);
  /** Where it begins, where nothing is known of the steps before. */
  first = $state(0);

  /** What is shown of the steps first .. last; a logarithmic axis begins at 1. */
  range(last: number): StepRange {
    const all = this.#all(last);
    const { window } = this;
    if (!window) return all;
    const to = Math.min(window.to, all.to);
    return { from: Math.max(all.from, Math.min(window.from, to - FEWEST_STEPS)), to };
  }

  /** Share of the axis at which a step stands: 0 at its beginning, 1 at its end. */
  shareOf(step: number, { from, to }: StepRange): number {
    if (!this.isLogarithmic) return (step - from) / (to - from);
    return (Math.log(Math.max(1, step)) - Math.log(from)) / (Math.log(to) - Math.log(from));
  }

  /** The step that stands at a share of the axis, not rounded. */
  stepAt(share: number, { from, to }: StepRange): number {
    if (!this.isLogarithmic) return from + share * (to - from);
    return Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)));
  }

  /** Shows a stretch `factor` times as long; what stands at `share` stays there. */
  zoom(factor: number, share: number, last: number): void {
    const shown = this.range(last);
    this.#show(this.stepAt(share - share * factor, shown), this.stepAt(share + (1 - share) * factor, shown), last);
  }

  /** Moves what is shown by a share of its own length. */
  pan(by: number, last: number): void {
    if (!this.window) return;
    const shown = this.range(last);
    const from = this.stepAt(by, shown);
    const to = this.stepAt(1 + by, shown);
    const { from: first, to: end } = this.#all(last);
    if (from < first) this.#show(first, this.stepAt(1 + this.shareOf(first, shown), shown), last);
    else if (to > end) this.#show(this.stepAt(this.shareOf(end, shown) - 1, shown), end, last);
    else this.#show(from, to, last);
  }

  showAll(): void {
    this.window = null;
  }

  #all(last: number): StepRange {
    const from = Math.max(this.first, this.isLogarithmic ? 1 : 0);
    return { from, to: Math.max(this.first + 10, last) };
  }

  #show(from: number, to: number, last: number): void {
    const all = this.#all(last);
    const first = Math.max(all.from, from);
    const end = Math.min(all.to, Math.max(to, first + FEWEST_STEPS));
    this.window = first <= all.from && end >= all.to ? null : { from: Math.min(first, end - FEWEST_STEPS), to: end };
  }
}
