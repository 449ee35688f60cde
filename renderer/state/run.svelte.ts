/**
 * The page's side of training: sends the document to the training process, takes frames back, and keeps both in step. What
 * the process has is compared by identity with what the document holds, and only the difference is sent.
 */
import { areSameNetworks } from '../../core/compile/same-layers.ts';
import { kernelRemark } from '../../core/engine/kernels/identity.ts';
import type { EditPlace, JobEvent, Measured } from '../../core/protocol/contract.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import { ONLY, type Constraints, type NetworkDocument, type RunPosition } from '../../core/document/document.ts';
import type { StoredRuns } from '../../core/formats/stored-runs.ts';
import type { StepTrace } from '../../core/training/step-trace.ts';
import type { BatchView, Frame, Phase } from '../../core/training/frame.ts';
import type { StoredTimeline } from '../../core/training/stored-timeline.ts';
import type { StopCondition, StopRuleName } from '../../core/training/stop/registry.ts';
import { LossSeries, type History } from '../charts/loss-series.ts';
import { editsBetween } from '../charts/run-edit.ts';
import { Branches, type KeptRuns } from './branches.svelte.ts';
import { EarlierNetworks } from './earlier-networks.svelte.ts';
import type { Editor } from './editor.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Waiting } from './waiting.svelte.ts';

type Status = 'starting' | 'idle' | 'busy' | 'running' | 'lost';

/** Crashes closer together than this are not restarted by themselves. */
const CRASH_LOOP_MS = 10_000;

/** A whole run backward takes this long, or a frame a step where it has fewer of them. */
const PLAY_BACK_MS = 6000;

const constraintsOf = ({ constraints, ties }: NetworkDocument): Constraints => ({
  constraints: { ...constraints },
  ties: { ...ties },
});

/** What a project keeps of a run beside its samples. */
interface Still {
  readonly document: NetworkDocument;
  readonly step: number;
  readonly history: History;
  /** Absent where there are none, or they take too much. */
  readonly runs: StoredRuns | undefined;
}

export class Run {
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
  isPlayingBack = $state(false);
  readonly waiting = new Waiting();
  /** Why training cannot start, e.g. a shape that does not fit; null when it can. */
  refusal = $state<string | null>(null);

  /** Set by whoever asks long questions. */
  onJob: (event: JobEvent) => void = () => undefined;
  #jobs = 0;
  /** What the run itself waits for. */
  #job = 0;

  readonly #editor: Editor;
  readonly #notices: Notices;
  #client: TrainerClient | null = null;
  #runId = 0;
  #loads = 0;
  /** What the training process has. */
  #sent: NetworkDocument | null = null;
  #lastCrash = -Infinity;
  /** Resolves when the first training process is there; what is asked for before waits for it. */
  readonly #first = Promise.withResolvers<void>();
  /** The document is another one: what differs from the last is no edit. */
  #isNewRun = true;
  /** The runs of the network that the training process has, where the page shows others already. */
  #left: KeptRuns | null = null;
  /** Of the project that was opened last. */
  #stored: StoredTimeline | null = null;
  #hasToldOfEarlier = false;
  #isScrubbing = false;
  /** Where the training that goes on stops by itself. */
  #until: StopCondition | null = null;
  /** Where the person wants to be next; only the newest wish counts. */
  #wish: { branch: number; step: number } | null = null;
  /** Asked-for changes are carried out one after another. */
  #queue: Promise<void> = Promise.resolve();

  constructor(editor: Editor, notices: Notices) {
    this.#editor = editor;
    this.#notices = notices;
    editor.askForWhole = () => void this.settle();
    editor.onChange = () => {
      if (this.status === 'running') void this.#enqueue(() => this.#sync());
    };
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

  /** Whether the training process has another network than the page. */
  get isOfAnotherNetwork(): boolean {
    return this.#sent !== null && !areSameNetworks(this.#sent, this.#editor.document);
  }

  get canTrain(): boolean {
    return this.status !== 'lost';
  }

  /** A training process is there; it has nothing yet. */
  attach(client: TrainerClient): void {
    const wasRunning = this.#resumeAfterCrash;
    this.#resumeAfterCrash = false;
    this.#client = client;
    this.#sent = null;
    this.earlier.forget();
    this.status = 'idle';
    this.watch(this.#watched);
    client.onFrame((frame) => this.#receive(frame));
    client.onMeasured((measured) => this.#takeMeasured(measured));
    client.onJob((event) => {
      if (event.job === this.#job) this.waiting.share = event.share;
      else this.onJob(event);
    });
    this.#first.resolve();
    void (wasRunning ? this.start(this.#until) : this.prepare());
  }

  #resumeAfterCrash = false;

  /** The training process ended by itself. Nothing is lost: the document holds the last frame, optimizer state included. */
  lose(reason: string, restart: () => void): void {
    const wasRunning = this.status === 'running';
    this.#client = null;
    this.#sent = null;
    this.phase = 'ready';
    this.batch = null;
    this.waiting.end(); // who is gone never answers
    this.status = 'lost';
    this.#editor.endTraining();
    const isLoop = performance.now() - this.#lastCrash < CRASH_LOOP_MS;
    this.#lastCrash = performance.now();
    const what = `The training process ended unexpectedly (${reason}). Everything up to step ${this.step}, the last one shown, is kept.`;
    if (isLoop) {
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

  /** Sends the network before anyone presses a button, so that its loss is known and the first step is quick. */
  prepare(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#editor.trainingRefusal === null) await this.#sync();
    });
  }

  /** The training process once it has what the document says, for questions; null when there is none or it cannot train. */
  async ready(): Promise<TrainerClient | null> {
    let ready: TrainerClient | null = null;
    await this.#enqueue(async (client) => {
      if (await this.#sync()) ready = client;
    });
    return ready;
  }

  stepOnce(count = 1): Promise<void> {
    return this.#enqueue(async (client) => {
      if (!(await this.#sync())) return;
      this.#editor.beginTraining(count === 1 ? 'Step' : `${count} steps`);
      const what = count === 1 ? `Computing step ${this.step + 1} …` : `Computing ${count} steps …`;
      const frame = await this.waiting.during(what, client.step({ count }));
      this.#take(frame);
      if (frame.phase === 'ready') this.#editor.endTraining();
    });
  }

  /** One update on the next example alone. */
  stepOneExample(): Promise<void> {
    return this.#enqueue(async (client) => {
      if (!(await this.#sync())) return;
      this.#editor.beginTraining('Step');
      this.#take(await client.stepOneExample({}));
      this.#editor.endTraining();
    });
  }

  /** Forward, loss, backward or update: whichever is next. */
  advance(): Promise<void> {
    return this.#enqueue(async (client) => {
      if (!(await this.#sync())) return;
      this.#editor.beginTraining('Step');
      const frame = await client.advance({});
      this.#take(frame);
      if (frame.phase === 'ready') this.#editor.endTraining();
    });
  }

  /** @param until where it stops by itself; null = only when it is paused */
  start(until: StopCondition | null = null): Promise<void> {
    return this.#enqueue(async (client) => {
      if (this.status === 'running' || !(await this.#sync())) return;
      this.#editor.beginTraining('Training');
      this.#until = until;
      await client.run({ until });
      this.status = 'running';
    });
  }

  /** Trains on from here until a rule is met, or until paused. */
  startUntil(rule: StopRuleName, value: number): Promise<void> {
    return this.start({ rule, value, step: this.step, epoch: this.epoch });
  }

  pause(): Promise<void> {
    return this.#enqueue((client) => this.#pause(client));
  }

  async #pause(client: TrainerClient): Promise<void> {
    if (this.status !== 'running') return;
    const frame = await this.waiting.during('Finishing the step …', client.pause({}));
    this.status = 'idle';
    this.#take(frame);
    this.#editor.endTraining();
  }

  /** Goes to a step of a run: parameters, optimizer state and place are those of the first visit, bit for bit. */
  visit(step: number, branch = this.branches.currentId): Promise<void> {
    const isWaiting = this.#wish !== null;
    this.#wish = { branch, step };
    if (isWaiting) {
      this.#giveUp(); // a long way to somewhere else
      return this.#queue;
    }
    return this.pause().then(() =>
      this.#enqueue(async (client) => {
        if (!(await this.#sync())) return;
        while (this.#wish) {
          const wish: { branch: number; step: number } = this.#wish;
          this.#editor.beginTraining('Visit');
          const what = `Going to step ${wish.step} …`;
          const frame = await this.#asJob(what, (job) => client.visit({ ...wish, job }));
          if (frame) this.#takeState(frame); // else it was given up, and has not moved
          if (this.#wish === wish) this.#wish = null;
        }
        if (!this.#isScrubbing) this.#editor.endTraining();
      }).finally(() => (this.#wish = null)),
    );
  }

  /** Visits until `endScrub` are one entry of the history. */
  beginScrub(): void {
    this.#isScrubbing = true;
  }

  endScrub(): Promise<void> {
    this.#isScrubbing = false;
    return this.#enqueue(() => Promise.resolve(this.#editor.endTraining()));
  }

  /** Plays the run backward from here to its first step, or stops doing so. */
  async playBackward(): Promise<void> {
    this.isPlayingBack = !this.isPlayingBack;
    if (!this.isPlayingBack) return;
    this.beginScrub();
    const from = this.step;
    const started = performance.now();
    while (this.isPlayingBack && this.step > this.branches.range.first) {
      const { first } = this.branches.range;
      const share = Math.min(1, (performance.now() - started) / PLAY_BACK_MS);
      const before = this.step;
      await this.visit(Math.max(first, Math.min(before - 1, Math.round(from + (first - from) * share))));
      await new Promise(requestAnimationFrame);
      if (this.step >= before) break; // it was refused, and said so
    }
    this.isPlayingBack = false;
    await this.endScrub();
  }

  /** One update back. */
  async stepBack(): Promise<void> {
    if (this.isOfAnotherNetwork) await this.prepare(); // its run begins here
    const { first } = this.branches.range;
    const at = this.#wish?.step ?? this.step;
    if (at > first) await this.visit(at - 1);
  }

  /** What the last update was made of, from the training process; null where there is none. */
  async traceStep(): Promise<StepTrace | null> {
    let trace: StepTrace | null = null;
    await this.#enqueue(async (client) => {
      if (!this.#sent || this.phase !== 'ready') return;
      const what = 'Doing the last update again …';
      trace = await this.#asJob(what, (job) => client.traceStep({ job }));
    });
    return trace;
  }

  /** Begins a run at the present step, without an edit. */
  fork(): Promise<void> {
    return this.pause().then(() =>
      this.#enqueue(async (client) => {
        if (await this.#sync()) this.branches.follow((await client.fork({})).branch);
      }),
    );
  }

  /** Gives up what a run alone has kept, unless it is the one in use. */
  releaseBranch(branch: number): Promise<void> {
    return this.#enqueue(async (client) => {
      if (await this.#sync()) await client.releaseBranch({ branch });
    });
  }

  /** Takes over the whole state where only a part of it is shown; training goes on. */
  settle(): Promise<void> {
    return this.#enqueue(async (client) => {
      if (this.#editor.isAhead) this.#take(await client.whole({}));
    });
  }

  /** Parameters that views show, so that they move while a large network trains. */
  watch(parameters: readonly string[]): void {
    this.#watched = parameters;
    void this.#client?.watch({ parameters: [...parameters] });
  }
  #watched: readonly string[] = [];

  async toggle(): Promise<void> {
    await (this.status === 'running' ? this.pause() : this.start());
  }

  /** The training process, for work of its that does not concern the run. @throws Error while there is none */
  get client(): TrainerClient {
    if (!this.#client) throw new Error('The training process is not there yet. Try again in a moment.');
    return this.#client;
  }

  /** Whether a training process that was asked something has died since, so that it never answers. */
  hasLost(client: TrainerClient): boolean {
    return this.#client !== client;
  }

  /** The loss curve of an opened project, or none. */
  showHistory(losses: Float64Array, evaluations: readonly Frame['evaluations'][number][]): void {
    this.#left ??= this.branches.kept;
    this.#stored = null;
    this.branches.restart(new LossSeries());
    this.#isNewRun = true;
    this.series.append(0, losses);
    for (const evaluation of evaluations) this.series.addEvaluation(evaluation);
    this.phase = 'ready';
    this.batch = null;
    this.version++;
  }

  /** The runs of an opened project, which the training process has yet to be given. */
  showStored(runs: StoredRuns): void {
    this.branches.bring(Branches.fromStored(runs));
    this.#stored = runs.timeline;
    this.version++;
  }

  /** What a project keeps, all of one moment in which training stands still. @param mostBytes of the runs */
  async standStill(mostBytes: number): Promise<Still> {
    const found: Still[] = [];
    await this.#enqueue(async (client) => {
      await this.#pause(client);
      const hasRuns = this.step > 0 && this.#editor.trainingRefusal === null && (await this.#sync());
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

  /** The runs of a document that undo has brought back. */
  showRuns(kept: KeptRuns): void {
    this.#left ??= this.branches.kept;
    this.#stored = null;
    this.branches.bring(kept);
    this.#isNewRun = true;
    this.phase = 'ready';
    this.batch = null;
    this.version++;
  }

  /** A number for a long question, by which its progress comes and it is given up. */
  newJob(): number {
    return ++this.#jobs;
  }

  /** Waits for a long answer, with progress and a way to give it up: null then. */
  async #asJob<A>(what: string, ask: (job: number) => Promise<A | null>): Promise<A | null> {
    const job = this.newJob();
    this.#job = job;
    return this.waiting.during(what, ask(job), () => this.#giveUp());
  }

  #giveUp(): void {
    void this.#client?.cancelJob({ job: this.#job });
  }

  /** Runs one exchange with the training process after those before it; trouble becomes a notice, never a silent stop. */
  #enqueue(exchange: (client: TrainerClient) => Promise<unknown>): Promise<void> {
    const turn = this.#queue.then(async () => {
      await this.#first.promise;
      const client = this.#client;
      if (!client) return;
      try {
        await exchange(client);
      } catch (error) {
        if (this.#client !== client) return; // the process is gone: `lose` has said so
        this.#editor.endTraining();
        this.status = 'idle';
        this.#notices.problem(error instanceof Error ? error.message : String(error));
      }
    });
    this.#queue = turn;
    return turn;
  }

  /** Brings the training process to what the document says. False when the document cannot be trained as it is. */
  async #sync(): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    const wanted = this.#editor.document;
    const sent = this.#sent;
    if (sent === null || !areSameNetworks(sent, wanted)) return this.#load(client, wanted);
    this.#left = null;
    if (sent.run[ONLY] !== wanted.run[ONLY]) return this.#restore(client, wanted);
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
    if (place) this.#noteEdits(sent, wanted, place);
    this.#sent = wanted;
    return true;
  }

  /** Every edit of a run is a tick on its charts; what was set before the first step is where the run begins. */
  #noteEdits(before: NetworkDocument, after: NetworkDocument, { step, branch }: EditPlace): void {
    this.branches.follow(branch);
    if (after.training[ONLY]) this.series.noteSettings(step, after.training[ONLY]);
    if (this.series.length === 0) return;
    for (const edit of editsBetween(before, after, step, performance.now())) this.series.addEdit(edit);
    this.version++;
  }

  /** The document went to another state without training: by undo, redo or reset. */
  async #restore(client: TrainerClient, wanted: NetworkDocument): Promise<boolean> {
    const frame = await client.restore({
      parameters: { ...wanted.parameters },
      training: wanted.training[ONLY]!,
      constraints: constraintsOf(wanted),
      position: wanted.run[ONLY] ?? null,
    });
    this.#sent = wanted;
    this.phase = 'ready';
    this.batch = null;
    this.branches.follow(frame.branch);
    this.series.noteSettings(frame.position.step, frame.settings);
    for (const evaluation of frame.evaluations) this.series.addEvaluation(evaluation);
    this.version++;
    return true;
  }

  async #load(client: TrainerClient, wanted: NetworkDocument): Promise<boolean> {
    const refusal = this.#editor.trainingRefusal;
    this.refusal = refusal;
    if (refusal) {
      if (this.status === 'running') {
        await client.pause({});
        this.status = 'idle';
        this.#editor.endTraining();
      }
      this.#notices.problem(refusal);
      return false;
    }
    const isContinuing = this.status === 'running';
    const isNewRun = this.#isNewRun;
    const before = isNewRun ? null : this.#sent;
    this.#isNewRun = false;
    const left = this.#sent && { runId: this.#runId, document: this.#sent, runs: this.#left ?? this.branches.kept };
    this.#left = null;
    const hasStored = this.#stored !== null;
    const back = this.earlier.find(wanted);
    this.#runId = back?.runId ?? ++this.#loads;
    const loading = client.load({
      runId: this.#runId,
      resumes: back !== null,
      timeline: this.#stored,
      layers: { ...wanted.layers },
      connections: { ...wanted.connections },
      parameters: { ...wanted.parameters },
      data: wanted.data[ONLY]!,
      training: wanted.training[ONLY]!,
      constraints: constraintsOf(wanted),
      position: wanted.run[ONLY] ?? null,
    });
    const frame = await this.waiting.during('Preparing the network …', loading);
    const remark = isNewRun ? kernelRemark(wanted.run[ONLY]?.kernels, frame.position.kernels) : null;
    if (remark !== null) this.#notices.problem(remark);
    this.#sent = wanted;
    this.phase = 'ready';
    this.batch = null;
    this.kernels = frame.kernels;
    this.earlier.follow(frame.earlier, left);
    this.#stored = null;
    if (frame.isResumed) {
      if (back && !hasStored) this.branches.bring(back.runs);
      this.branches.follow(frame.branch);
    } else {
      this.branches.restart(this.series.copy(this.step), frame.branch.from);
      this.branches.follow(frame.branch);
      this.#noteEdits(before ?? wanted, wanted, { step: frame.position.step, branch: frame.branch });
      if (left && before) this.#tellOfEarlier(left.runs, frame.earlier.includes(left.runId));
    }
    for (const evaluation of frame.evaluations) this.series.addEvaluation(evaluation);
    this.version++;
    if (isContinuing) await client.run({ until: this.#until });
    return true;
  }

  /** What becomes of the runs of the network before an edit, where there were any: the first time, and when they are lost. */
  #tellOfEarlier({ all, range }: KeptRuns, areKept: boolean): void {
    if (all.length === 1 && range.last === range.first) return;
    if (!areKept) {
      this.#notices.problem(
        'There was no room to keep the runs of the network before: undo brings back its last step only.',
      );
    } else if (!this.#hasToldOfEarlier) {
      this.#hasToldOfEarlier = true;
      this.#notices.done('The runs of the network before are kept: undo brings them back, and so does the place Runs.');
    }
  }

  /** A frame of another step: its settings are those of that time. */
  #takeState(frame: Frame): void {
    this.#take(frame);
    this.#sent = this.#editor.absorbSettings(frame.settings, frame.constraints, this.#sent);
  }

  #receive(frame: Frame): void {
    if (frame.runId !== this.#runId) return;
    this.#take(frame);
  }

  #takeMeasured({ runId, evaluations }: Measured): void {
    if (runId !== this.#runId) return;
    for (const evaluation of evaluations) this.series.addEvaluation(evaluation);
    this.version++;
  }

  #take(frame: Frame): void {
    const position: RunPosition = frame.position;
    this.branches.follow(frame.branch);
    this.series.append(position.step - frame.losses.length, frame.losses);
    for (const evaluation of frame.evaluations) this.series.addEvaluation(evaluation);
    this.phase = frame.phase;
    this.batch = frame.batch;
    this.stepsPerSecond = frame.stepsPerSecond;
    this.kernels = frame.kernels;
    this.#sent = this.#editor.absorb(frame.parameters, position, this.#sent, frame.isWhole);
    this.version++;
    if (!frame.stopped) return;
    this.status = 'idle';
    this.#editor.endTraining();
    if (frame.stopped.reason === 'target') this.#notices.done(`Training paused. ${frame.stopped.message}`);
    else this.#notices.problem(frame.stopped.message);
  }
}
