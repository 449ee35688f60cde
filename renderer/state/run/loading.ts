/**
 * Giving the training process a whole network with its data, settings and place: a new one, that of an opened project with its runs,
 * or one that was there before and goes on with the runs that it had.
 */
import { kernelRemark } from '../../../core/engine/kernels/identity.ts';
import { ONLY, type Constraints, type NetworkDocument } from '../../../core/document/document.ts';
import type { StoredRuns } from '../../../core/formats/stored-runs.ts';
import type { Frame } from '../../../core/training/frame.ts';
import type { StoredTimeline } from '../../../core/training/stored-timeline.ts';
import { LossSeries } from '../../charts/loss-series.ts';
import type { TrainerClient } from '../../platform/trainer.ts';
import { Branches, type KeptRuns } from '../branches.svelte.ts';
import type { Editor } from '../editor.svelte.ts';
import type { Notices } from '../notices.svelte.ts';
import type { KnownRun } from './known-run.svelte.ts';
import { placeOf } from './place-of.ts';
import { isAsKept, Safekeeping } from './safekeeping.ts';
import { withShelvedText } from './shelved-texts.ts';
import type { TrainerLink } from './trainer-link.ts';

export const constraintsOf = ({ constraints, ties }: NetworkDocument): Constraints => ({
  constraints: { ...constraints },
  ties: { ...ties },
});

export class Loading {
  readonly #known: KnownRun;
  readonly #link: TrainerLink;
  readonly #editor: Editor;
  readonly #notices: Notices;
  /** Of the network that the training process has; a frame with another number is of an earlier one. */
  runId = 0;
  #loads = 0;
  /** The document is another one: what differs from the last is no edit. */
  #isNewRun = true;
  /** The runs of the network that the training process has, where the page shows others already. */
  #left: KeptRuns | null = null;
  /** Of the project that was opened last. */
  #stored: StoredTimeline | null = null;
  #hasToldOfEarlier = false;
  /** The training process that knew the network by its number is gone. */
  #isNewProcess = false;
  readonly safekeeping: Safekeeping;

  constructor(known: KnownRun, link: TrainerLink, editor: Editor, notices: Notices) {
    this.#known = known;
    this.#link = link;
    this.#editor = editor;
    this.#notices = notices;
    this.safekeeping = new Safekeeping(link, () => ({
      runId: this.runId,
      document: known.sent,
      isRunning: known.status === 'running',
    }));
  }

  /** Another training process is there, which has nothing of what the one before had. */
  beginAnew(): void {
    this.#isNewProcess = true;
    this.safekeeping.beginAnew();
    this.#known.earlier.store((runId) => this.safekeeping.find(runId)?.timeline ?? null);
  }

  /** The training process has the network that the page shows. */
  settle(): void {
    this.#left = null;
  }

  /** The loss curve of an opened project, or none. */
  showHistory(losses: Float64Array, evaluations: Frame['evaluations']): void {
    const known = this.#known;
    this.#leave();
    known.branches.restart(new LossSeries());
    known.series.append(0, losses);
    known.addEvaluations(evaluations);
  }

  /** The runs of a document that undo has brought back. */
  showRuns(kept: KeptRuns): void {
    this.#leave();
    this.#known.branches.bring(kept);
    this.#known.version++;
  }

  /** The runs of an opened project, which the training process has yet to be given. */
  showStored(runs: StoredRuns): void {
    this.#known.branches.bring(Branches.fromStored(runs));
    this.#stored = runs.timeline;
    this.#known.version++;
  }

  /** Another document comes on the page. */
  #leave(): void {
    this.#left ??= this.#known.branches.kept;
    this.#stored = null;
    this.#isNewRun = true;
    this.#known.standBetweenSteps();
  }

  /** @returns false when the document cannot be trained as it is, which was said then */
  async load(client: TrainerClient, wanted: NetworkDocument): Promise<boolean> {
    const known = this.#known;
    const refusal = this.#editor.trainingRefusal;
    known.refusal = refusal;
    if (refusal) {
      await this.#refuse(client, refusal);
      return false;
    }
    const isContinuing = known.status === 'running';
    const isNewRun = this.#isNewRun;
    const before = isNewRun ? null : known.sent;
    this.#isNewRun = false;
    const left = known.sent && {
      ...{ runId: this.runId, document: known.sent, stored: null },
      runs: this.#left ?? known.branches.kept,
    };
    this.#left = null;
    const hasStored = this.#stored !== null;
    const back = known.earlier.find(wanted);
    const copy = this.#isNewProcess && !hasStored && !back ? this.safekeeping.of(this.runId, wanted) : null;
    this.#isNewProcess = false;
    if (left) this.safekeeping.leave(left.runId, left.document);
    this.runId = back?.runId ?? copy?.runId ?? ++this.#loads;
    const load = {
      runId: this.runId,
      resumes: back !== null || (copy !== null && !isAsKept(copy, wanted)),
      timeline: this.#stored ?? back?.stored ?? copy?.timeline ?? null,
      layers: { ...wanted.layers },
      connections: { ...wanted.connections },
      parameters: { ...wanted.parameters },
      training: wanted.training[ONLY]!,
      constraints: constraintsOf(wanted),
      position: wanted.run[ONLY] ?? null,
    };
    const loading = withShelvedText(client, wanted.data[ONLY]!).then((data) => client.load({ ...load, ...data }));
    const frame = await this.#link.waiting.during('Preparing the network …', loading);
    const remark = isNewRun ? kernelRemark(wanted.run[ONLY]?.kernels, frame.position.kernels) : null;
    if (remark !== null) this.#notices.problem(remark);
    known.sent = wanted;
    this.#editor.passed(wanted, placeOf(frame));
    known.standBetweenSteps();
    known.kernels = frame.kernels;
    known.earlier.follow(frame.earlier, { left, present: this.runId });
    if (load.timeline) this.safekeeping.note(); // nothing else has it any more
    this.#stored = null;
    if (frame.isResumed) {
      if (back && !hasStored) known.branches.bring(back.runs);
      known.branches.follow(frame.branch);
      const kept = copy?.timeline ?? (hasStored ? null : back?.stored);
      if (kept) known.branches.keepOnly([...kept.branches.map(({ id }) => id), frame.branch.id]);
    } else {
      known.branches.restart(known.series.copy(known.step), frame.branch.from);
      known.branches.follow(frame.branch);
      known.noteEdits(before ?? wanted, wanted, { step: frame.position.step, branch: frame.branch });
      if (left && before) this.#tellOfEarlier(left.runs, frame.earlier.includes(left.runId));
    }
    known.addEvaluations(frame.evaluations);
    if (isContinuing) await client.run({ until: known.until });
    return true;
  }

  /** Training that goes on ends where an edit has made it impossible. */
  async #refuse(client: TrainerClient, refusal: string): Promise<void> {
    if (this.#known.status === 'running') {
      await client.pause({});
      this.#known.status = 'idle';
      this.#editor.endTraining();
    }
    this.#notices.problem(refusal);
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
}
