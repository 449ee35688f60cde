/**
 * Keeps the document and the training process in step: what the process has is compared by identity with what the document holds
 * and only the difference is sent; what it computes is taken over from its frames.
 */
import { areSameNetworks } from '../../../core/compile/same-layers.ts';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import type { EditPlace } from '../../../core/protocol/contract.ts';
import type { Frame } from '../../../core/training/frame.ts';
import { bringsMemory } from '../../../core/training/optimizer-memory.ts';
import type { TrainerClient } from '../../platform/trainer.ts';
import type { Editor } from '../editor.svelte.ts';
import type { Notices } from '../notices.svelte.ts';
import type { KnownRun } from './known-run.svelte.ts';
import { constraintsOf, type Loading } from './loading.ts';
import { placeOf } from './place-of.ts';
import type { TrainerLink } from './trainer-link.ts';

export class Exchange {
  readonly #known: KnownRun;
  readonly #link: TrainerLink;
  readonly #loading: Loading;
  readonly #editor: Editor;
  readonly #notices: Notices;

  constructor(known: KnownRun, link: TrainerLink, loading: Loading, editor: Editor, notices: Notices) {
    this.#known = known;
    this.#link = link;
    this.#loading = loading;
    this.#editor = editor;
    this.#notices = notices;
  }

  /** Brings the training process to what the document says. False when the document cannot be trained as it is. */
  async sync(): Promise<boolean> {
    const { client } = this.#link;
    if (!client) return false;
    const wanted = this.#editor.document;
    const { sent } = this.#known;
    if (sent === null || !areSameNetworks(sent, wanted)) return this.#loading.load(client, wanted);
    this.#loading.settle();
    if (sent.run[ONLY] !== wanted.run[ONLY] || this.#isUndoneOptimizer(sent, wanted)) {
      return this.#restore(client, wanted);
    }
    let place: EditPlace | null = null;
    if (sent.training !== wanted.training) place = await client.configure({ training: wanted.training[ONLY]! });
    if (sent.constraints !== wanted.constraints || sent.ties !== wanted.ties) {
      place = await client.constrain(constraintsOf(wanted));
    }
    if (sent.parameters !== wanted.parameters) {
      const turned = Object.entries(wanted.parameters).filter(([id, values]) => sent.parameters[id] !== values);
      // Telling of nothing would still end a step that stands between its phases.
      if (turned.length > 0) place = await client.setParameters({ parameters: Object.fromEntries(turned) });
    }
    if (place) {
      this.#known.noteEdits(sent, wanted, place);
      this.#loading.safekeeping.note();
    }
    this.#known.sent = wanted;
    return true;
  }

  /** Where training has forgotten what the document still holds. While it runs, the document follows its frames instead. */
  #isUndoneOptimizer(sent: NetworkDocument, wanted: NetworkDocument): boolean {
    const [before, now] = [sent.training[ONLY], wanted.training[ONLY]];
    if (!before || !now || before === now || this.#known.status === 'running') return false;
    return bringsMemory(wanted.run[ONLY]?.moments ?? {}, before, now);
  }

  /** Sends the network before anyone presses a button, so that its loss is known and the first step is quick. */
  prepare(): Promise<void> {
    return this.#link.enqueue(async () => {
      if (this.#editor.trainingRefusal === null) await this.sync();
    });
  }

  /** The document went to another state without training: by undo, redo or reset. */
  async #restore(client: TrainerClient, wanted: NetworkDocument): Promise<boolean> {
    const known = this.#known;
    const frame = await client.restore({
      parameters: { ...wanted.parameters },
      training: wanted.training[ONLY]!,
      constraints: constraintsOf(wanted),
      position: wanted.run[ONLY] ?? null,
    });
    known.sent = wanted;
    this.#editor.passed(wanted, placeOf(frame));
    known.standBetweenSteps();
    known.branches.follow(frame.branch);
    known.series.noteSettings(frame.position.step, frame.settings);
    known.addEvaluations(frame.evaluations);
    return true;
  }

  take(frame: Frame): void {
    const known = this.#known;
    const { position } = frame;
    known.branches.follow(frame.branch);
    known.series.append(position.step - frame.losses.length, frame.losses);
    for (const evaluation of frame.evaluations) known.series.addEvaluation(evaluation);
    for (const norm of frame.norms) known.series.addNorm(norm);
    known.phase = frame.phase;
    known.batch = frame.batch;
    known.stepsPerSecond = frame.stepsPerSecond;
    known.kernels = frame.kernels;
    known.sent = this.#editor.absorb(frame.parameters, position, known.sent, frame.isWhole, placeOf(frame));
    known.version++;
    this.#loading.safekeeping.note();
    if (!frame.stopped) return;
    known.status = 'idle';
    this.#editor.endTraining();
    if (frame.stopped.reason === 'target') this.#notices.done(`Training paused. ${frame.stopped.message}`);
    else this.#notices.problem(frame.stopped.message);
  }

  /** A frame of another step: its settings are those of that time. */
  takeState(frame: Frame): void {
    this.take(frame);
    this.#known.sent = this.#editor.absorbSettings(frame.settings, frame.constraints, this.#known.sent);
  }

  /** Ends training after the step that it is in, if it goes on. */
  async pause(client: TrainerClient): Promise<void> {
    if (this.#known.status !== 'running') return;
    const frame = await this.#link.waiting.during('Finishing the step …', client.pause({}));
    this.#known.status = 'idle';
    this.take(frame);
    this.#editor.endTraining();
  }

  /** From now on takes what this process sends unasked. */
  listen(client: TrainerClient): void {
    client.onFrame((frame) => {
      if (frame.runId === this.#loading.runId) this.take(frame);
    });
    client.onMeasured(({ runId, evaluations }) => {
      if (runId === this.#loading.runId) this.#known.addEvaluations(evaluations);
    });
  }
}
