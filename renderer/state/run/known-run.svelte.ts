/** What the page knows of a run: where training stands, the runs with their curves, and what the training process was last given. */
import { areSameNetworks } from '../../../core/compile/same-layers.ts';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import type { EditPlace } from '../../../core/protocol/contract.ts';
import type { BatchView, Frame, Phase } from '../../../core/training/frame.ts';
import type { StopCondition } from '../../../core/training/stop/registry.ts';
import type { LossSeries } from '../../charts/loss-series.ts';
import { editsBetween } from '../../charts/run-edit.ts';
import { Branches } from '../branches.svelte.ts';
import { EarlierNetworks } from '../earlier-networks.svelte.ts';
import type { Editor } from '../editor.svelte.ts';

type Status = 'starting' | 'idle' | 'busy' | 'running' | 'lost';

export class KnownRun {
  status = $state<Status>('starting');
  phase = $state<Phase>('ready');
  batch = $state.raw<BatchView | null>(null);
  stepsPerSecond = $state(0);
  /** What computes the run; null before its first frame. */
  kernels = $state<string | null>(null);
  /** Grows with every frame: views of `series` redraw when it changes. */
  version = $state(0);
  readonly branches = new Branches();
  readonly earlier = new EarlierNetworks();
  /** Why training cannot start, e.g. a shape that does not fit; null when it can. */
  refusal = $state<string | null>(null);
  /** What the training process has; null = nothing yet. */
  sent: NetworkDocument | null = null;
  /** Where the training that goes on stops by itself. */
  until: StopCondition | null = null;

  readonly #editor: Editor;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** The loss curve of the current run. */
  get series(): LossSeries {
    return this.branches.current.series;
  }

  /** Steps of the current run that are known: those that can be revisited later than the present one, too. */
  get knownSteps(): number {
    return Math.max(this.step, this.series.length);
  }

  get step(): number {
    return this.#editor.document.run[ONLY]?.step ?? 0;
  }

  get epoch(): number {
    return this.#editor.document.run[ONLY]?.epoch ?? 0;
  }

  get isRunning(): boolean {
    return this.status === 'running';
  }

  get canTrain(): boolean {
    return this.status !== 'lost';
  }

  /** Whether the training process has another network than the page. */
  get isOfAnotherNetwork(): boolean {
    return this.sent !== null && !areSameNetworks(this.sent, this.#editor.document);
  }

  /** The state between two steps: no batch is half done. */
  standBetweenSteps(): void {
    this.phase = 'ready';
    this.batch = null;
  }

  addEvaluations(evaluations: Frame['evaluations']): void {
    for (const evaluation of evaluations) this.series.addEvaluation(evaluation);
    this.version++;
  }

  /** Every edit of a run is a tick on its charts; what was set before the first step is where the run begins. */
  noteEdits(before: NetworkDocument, after: NetworkDocument, { step, branch }: EditPlace): void {
    this.branches.follow(branch);
    if (after.training[ONLY]) this.series.noteSettings(step, after.training[ONLY]);
    if (this.series.length === 0) return;
    for (const edit of editsBetween(before, after, step, performance.now())) this.series.addEdit(edit);
    this.version++;
  }
}
