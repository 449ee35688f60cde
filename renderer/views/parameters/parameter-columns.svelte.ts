/** The columns of the table of parameters, and the gradients and updates that training is asked for while it is looked at. */
import { untrack } from 'svelte';
import { ONLY, type ParameterEntry } from '../../../core/document/document.ts';
import type { Optimizer } from '../../../core/optim/optimizers/optimizer.ts';
import { optimizers } from '../../../core/optim/optimizers/registry.ts';
import type { StepTrace } from '../../../core/training/step-trace.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

/** How often a running training is asked for its gradients. */
const ASK_MS = 700;

export interface Column {
  readonly title: string;
  /** null for the names; a number that is not known is undefined. */
  readonly read: ((entry: ParameterEntry) => number | undefined) | null;
}

export class ParameterColumns {
  readonly #bench: Workbench;
  #trace = $state.raw<StepTrace | null>(null);

  /** Call while a component is set up. @param onMove called when numbers of the table have moved */
  constructor(bench: Workbench, onMove: () => void) {
    this.#bench = bench;
    const { run } = bench;
    // After each change of step, and now and then while it runs.
    $effect(() => {
      void run.step;
      if (run.isRunning || run.phase !== 'ready') return;
      const timer = setTimeout(() => void this.#ask(onMove), 120);
      return () => clearTimeout(timer);
    });
    $effect(() => {
      if (!run.isRunning) {
        onMove();
        return;
      }
      const timer = setInterval(() => void this.#ask(onMove), ASK_MS);
      return () => clearInterval(timer);
    });
  }

  /** Only while it is about the step shown, or a running training's latest. */
  readonly #shownTrace = $derived.by(() => {
    const { run } = this.#bench;
    return this.#trace && (run.isRunning || this.#trace.step === run.step) ? this.#trace : null;
  });

  readonly all: readonly Column[] = $derived.by(() => {
    const { editor, run } = this.#bench;
    const optimizer: Optimizer | null = editor.training ? optimizers[editor.training.optimizer] : null;
    return [
      { title: 'name', read: null },
      { title: 'value', read: (entry) => editor.document.parameters[entry.id]?.[entry.index] },
      {
        title: 'gradient',
        read: (entry) => (run.batch?.gradients ?? this.#shownTrace?.gradients)?.[entry.id]?.[entry.index],
      },
      { title: 'last update', read: (entry) => this.#shownTrace?.updates[entry.id]?.[entry.index] },
      ...(optimizer?.slots ?? []).map((slot) => ({
        title: slot,
        read: (entry: ParameterEntry) => editor.document.run[ONLY]?.moments[`${slot}/${entry.id}`]?.[entry.index],
      })),
    ];
  });

  async #ask(onMove: () => void): Promise<void> {
    const { run } = this.#bench;
    if (untrack(() => run.step) === 0 && !run.isRunning) {
      this.#trace = null;
      return;
    }
    this.#trace = await run.timeline.traceStep();
    onMove();
  }
}
