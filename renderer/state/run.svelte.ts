/**
 * The page's side of training: what is known of the run, and what one can ask of it. Training itself happens in another process;
 * it may not be there yet, or end at any moment, and the document holds all that is needed to go on.
 */
import type { JobEvent } from '../../core/protocol/contract.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import type { StoredRuns } from '../../core/formats/stored-runs.ts';
import type { Frame } from '../../core/training/frame.ts';
import type { StoredTimeline } from '../../core/training/stored-timeline.ts';
import type { StopCondition, StopRuleName } from '../../core/training/stop/registry.ts';
import type { History } from '../charts/loss-series.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { KeptRuns } from './branches.svelte.ts';
import type { Editor } from './editor.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Exchange } from './run/exchange.ts';
import { KnownRun } from './run/known-run.svelte.ts';
import { Loading } from './run/loading.ts';
import { RunTimeline } from './run/run-timeline.svelte.ts';
import { TrainerLink } from './run/trainer-link.ts';

/** Crashes closer together than this are not restarted by themselves. */
const CRASH_LOOP_MS = 10_000;

/** What a project keeps of a run beside its samples. */
interface Still {
  readonly document: NetworkDocument;
  readonly step: number;
  readonly history: History;
  /** Absent where there are none, or they take too much. */
  readonly runs: StoredRuns | undefined;
}

export class Run extends KnownRun {
  readonly timeline: RunTimeline;

  readonly #editor: Editor;
  readonly #notices: Notices;
  readonly #link = new TrainerLink((error) => this.#tellOf(error));
  readonly #loading: Loading;
  readonly #exchange: Exchange;
  /** Starts a training process; null where there is one, or one is being started. */
  restart: (() => void) | null = null;
  #lastCrash = -Infinity;
  #resumeAfterCrash = false;
  #watched: readonly string[] = [];

  constructor(editor: Editor, notices: Notices) {
    super(editor);
    this.#editor = editor;
    this.#notices = notices;
    this.#loading = new Loading(this, this.#link, editor, notices);
    this.#exchange = new Exchange(this, this.#link, this.#loading, editor, notices);
    this.timeline = new RunTimeline(this, this.#link, this.#exchange, editor);
    editor.askForWhole = () => void this.settle();
    editor.onChange = () => {
      if (this.isRunning) void this.#link.enqueue(() => this.#exchange.sync());
    };
  }

  /** A training process is there; it has nothing yet. */
  attach(client: TrainerClient): void {
    const wasRunning = this.#resumeAfterCrash;
    this.#resumeAfterCrash = false;
    this.#link.open(client);
    this.sent = null;
    this.#loading.beginAnew();
    this.status = 'idle';
    this.restart = null;
    this.watch(this.#watched);
    this.#exchange.listen(client);
    this.#link.begin();
    void (wasRunning ? this.start(this.until) : this.prepare());
  }

  /** The training process ended by itself. Nothing is lost: the document holds the last frame, optimizer state included. */
  lose(reason: string, restart: () => void): void {
    const wasRunning = this.isRunning;
    this.#link.close();
    this.sent = null;
    this.standBetweenSteps();
    this.status = 'lost';
    this.#editor.endTraining();
    const isLoop = performance.now() - this.#lastCrash < CRASH_LOOP_MS;
    this.#lastCrash = performance.now();
    const what = `The training process ended unexpectedly (${reason}). Everything up to step ${this.step}, the last one shown, is kept.${this.#whatRemains}`;
    if (isLoop) {
      this.restart = restart;
      this.#notices.problem(`${what} It has ended twice within ten seconds, so it was not started again.`, {
        title: `Continue from step ${this.step}`,
        run: restart,
      });
      return;
    }
    this.#resumeAfterCrash = wasRunning;
    this.#notices.problem(
      wasRunning ? `${what} It was started again and training continues from there.` : `${what} It was started again.`,
    );
    restart();
  }

  /** Of the runs, when the training process is gone. */
  get #whatRemains(): string {
    const { safekeeping, runId } = this.#loading;
    const copy = safekeeping.of(runId, this.#editor.document);
    const lost = this.earlier.list.filter((network) => !network.stored && !safekeeping.find(network.runId)).length;
    const hasPast = this.step > 0 || this.branches.list.length > 1;
    const present = copy
      ? [`Its runs are kept, as they were at step ${copy.document.run[ONLY]?.step ?? 0}.`]
      : hasPast
        ? ['Its earlier steps and other runs are lost: they were too large to be copied, or too new.']
        : [];
    const before =
      lost > 0 ? [`The runs of ${lost === 1 ? 'one earlier network' : `${lost} earlier networks`} are lost.`] : [];
    const kept = new Set(this.earlier.list.filter(({ stored }) => stored).map((network) => network.runId));
    if (copy) kept.add(runId);
    const isUndoShort = [...this.#editor.past.runsAsked].some(
      (run) => !kept.has(run) && (run === runId || !safekeeping.find(run)),
    );
    const undo = isUndoShort ? ['Undo ends before the first step that it would have to compute again from them.'] : [];
    return [...present, ...before, ...undo].map((sentence) => ` ${sentence}`).join('');
  }

  /** Sends the network before anyone presses a button, so that its loss is known and the first step is quick. */
  prepare(): Promise<void> {
    return this.#exchange.prepare();
  }

  /** The training process once it has what the document says, for questions; null when there is none or it cannot train. */
  async ready(): Promise<TrainerClient | null> {
    let ready: TrainerClient | null = null;
    await this.#link.enqueue(async (client) => {
      if (await this.#exchange.sync()) ready = client;
    });
    return ready;
  }

  stepOnce(count = 1): Promise<void> {
    const title = count === 1 ? 'Step' : `${count} steps`;
    return this.#train(title, (client) => {
      const what = count === 1 ? `Computing step ${this.step + 1} …` : `Computing ${count} steps …`;
      return this.waiting.during(what, client.step({ count }));
    });
  }

  /** One update on the next example alone. */
  stepOneExample(): Promise<void> {
    return this.#train('Step', (client) => client.stepOneExample({}));
  }

  /** Forward, loss, backward or update: whichever is next. */
  advance(): Promise<void> {
    return this.#train('Step', (client) => client.advance({}));
  }

  /** A piece of training with an end; between two phases its entry of the history stays open. */
  #train(title: string, ask: (client: TrainerClient) => Promise<Frame>): Promise<void> {
    return this.#link.enqueue(async (client) => {
      if (!(await this.#exchange.sync())) return;
      this.#editor.beginTraining(title);
      const frame = await ask(client);
      this.#exchange.take(frame);
      if (frame.phase === 'ready') this.#editor.endTraining();
    });
  }

  /** @param until where it stops by itself; null = only when it is paused */
  start(until: StopCondition | null = null): Promise<void> {
    return this.#link.enqueue(async (client) => {
      if (this.isRunning || !(await this.#exchange.sync())) return;
      this.#editor.beginTraining('Training');
      this.until = until;
      await client.run({ until });
      this.status = 'running';
    });
  }

  /** Trains on from here until a rule is met, or until paused. */
  startUntil(rule: StopRuleName, value: number): Promise<void> {
    return this.start({ rule, value, step: this.step, epoch: this.epoch });
  }

  pause(): Promise<void> {
    return this.#link.enqueue((client) => this.#exchange.pause(client));
  }

  async toggle(): Promise<void> {
    await (this.isRunning ? this.pause() : this.start());
  }

  /** Takes over the whole state where only a part of it is shown; training goes on. */
  settle(): Promise<void> {
    return this.#link.enqueue(async (client) => {
      if (this.#editor.isAhead) this.#exchange.take(await client.whole({}));
    });
  }

  /** Parameters that views show, so that they move while a large network trains. */
  watch(parameters: readonly string[]): void {
    this.#watched = parameters;
    void this.#link.client?.watch({ parameters: [...parameters] });
  }

  /** The training process, for work of its that does not concern the run. @throws Error while there is none */
  get client(): TrainerClient {
    const { client } = this.#link;
    if (!client) throw new Error('The training process is not there yet. Try again in a moment.');
    return client;
  }

  /** Whether a training process that was asked something has died since, so that it never answers. */
  hasLost(client: TrainerClient): boolean {
    return this.#link.client !== client;
  }

  /** What training is at, where that takes long. */
  get waiting(): TrainerLink['waiting'] {
    return this.#link.waiting;
  }

  /** A number for a long question, by which its progress comes and it is given up. */
  newJob(): number {
    return this.#link.newJob();
  }

  /** Tells whoever asks long questions of their progress. */
  onJob(tell: (event: JobEvent) => void): void {
    this.#link.onJob = tell;
  }

  /** The loss curve of an opened project, or none. */
  showHistory(losses: Float64Array, evaluations: Frame['evaluations']): void {
    this.#loading.showHistory(losses, evaluations);
  }

  /** The runs of an opened project, which the training process has yet to be given. */
  showStored(runs: StoredRuns): void {
    this.#loading.showStored(runs);
  }

  /** The runs of a document that undo has brought back. */
  showRuns(kept: KeptRuns): void {
    this.#loading.showRuns(kept);
  }

  /** What a project keeps, all of one moment in which training stands still. @param mostBytes of the runs */
  async standStill(mostBytes: number): Promise<Still> {
    const found: Still[] = [];
    await this.#link.enqueue(async (client) => {
      await this.#exchange.pause(client);
      const hasRuns = this.step > 0 && this.#editor.trainingRefusal === null && (await this.#exchange.sync());
      const timeline = hasRuns ? (await client.storeTimeline({ mostBytes })).timeline : null;
      found.push(this.#stillWith(timeline));
    });
    return found[0] ?? this.#stillWith(null);
  }

  #stillWith(timeline: StoredTimeline | null): Still {
    const { step, branches } = this;
    const ids = timeline?.branches.map(({ id }) => id) ?? [];
    const runs = timeline ? { timeline, branches: branches.toStored(ids) } : undefined;
    return { document: this.#editor.document, step, history: this.series.toHistory(step), runs };
  }

  /** Trouble of an exchange becomes a notice. */
  #tellOf(error: unknown): void {
    this.#editor.endTraining();
    this.status = 'idle';
    this.#notices.problem(error instanceof Error ? error.message : String(error));
  }
}
