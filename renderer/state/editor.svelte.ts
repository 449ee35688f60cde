/**
 * The document on the page: every edit goes through here, so that one gesture is one entry of the history, and training
 * between two edits is one entry too.
 */
import { compileNetwork } from '../../core/compile/compile.ts';
import { initialParameters } from '../../core/compile/initial-parameters.ts';
import { matchesData } from '../../core/compile/matches-data.ts';
import { areSameNetworks } from '../../core/compile/same-layers.ts';
import type { DataFacts } from '../../core/data/data-settings.ts';
import { apply, difference, isSameDocument } from '../../core/document/change.ts';
import { connect, type ConnectionEnd } from '../../core/document/commands/connect.ts';
import { isSameConstraints, startingValues } from '../../core/document/constraints.ts';
import { isRefusal, type CommandResult } from '../../core/document/commands/command.ts';
import { setParameter, setParameters, setTraining } from '../../core/document/commands/set-values.ts';
import {
  isSameSettings,
  type Constraints,
  ONLY,
  type NetworkDocument,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../../core/document/document.ts';
import { EditHistory } from '../../core/document/edit-history.ts';
import { emptyHistory, type Besides, type Direction, type History } from '../../core/document/history.ts';
import type { Problem } from '../../core/document/problem.ts';
import type { RecalledState, TrainingPlace } from '../../core/document/training-place.ts';
import { rebase } from '../../core/document/rebase.ts';
import { Random } from '../../core/tensor/random.ts';
import type { Notices } from './notices.svelte.ts';

class Past extends EditHistory {
  all: History = $state.raw(emptyHistory);
}

/** An edit in progress: the document before it, and what the history will call it. */
interface OpenEdit {
  readonly before: NetworkDocument;
  label: string;
  /** It began while training was ahead: what was before it is known once the whole state has come. */
  isEarly?: boolean;
  /** It has ended since, and is recorded then. */
  isOver?: boolean;
}

export class Editor {
  document: NetworkDocument = $state.raw({
    layers: {},
    connections: {},
    parameters: {},
    labels: {},
    notes: {},
    groups: {},
    constraints: {},
    ties: {},
    data: {},
    training: {},
    run: {},
  });
  readonly past = new Past();
  /** Called after every edit, so that a running training hears of it. */
  onChange: () => void = () => undefined;
  /** Set by the page: what the data of the document comes to, or why it cannot be prepared. */
  preparedData: () => DataFacts | string = () => 'No data is chosen.';

  /** Set by the run: asks training for its whole state, which comes by `absorb`. */
  askForWhole: () => void = () => undefined;

  readonly #notices: Notices;
  /**
   * The last state that is known whole, while training is ahead of it: the document then shows its step and some of its
   * parameters only, and is neither kept nor recorded like that.
   */
  #whole: NetworkDocument | null = null;
  /** Edits that wait for the whole state. */
  #waiting: (() => void)[] = [];
  #gesture: OpenEdit | null = null;
  #training: OpenEdit | null = null;
  #turned: { id: string; index: number } | null = null;
  #savedAs: NetworkDocument | null = $state.raw(null);

  /** Parts of the document that stay the same object while only parameters move: what views derive from. */
  readonly layers = $derived(this.document.layers);
  readonly connections = $derived(this.document.connections);
  readonly labels = $derived(this.document.labels);
  readonly notes = $derived(this.document.notes);
  readonly groups = $derived(this.document.groups);
  readonly data = $derived(this.document.data[ONLY]);
  readonly training = $derived(this.document.training[ONLY]);
  readonly compiled = $derived(compileNetwork(this.layers, this.connections));

  readonly problems: readonly Problem[] = $derived.by(() => {
    const { network, problems } = this.compiled;
    const data = this.preparedData();
    if (!network || typeof data === 'string') return problems;
    return [...problems, ...matchesData(network, data)];
  });

  /** Why training cannot start; null when it can. */
  readonly trainingRefusal: string | null = $derived.by(() => {
    const { network, problems } = this.compiled;
    if (!network) return problems[0]?.message ?? 'The network cannot be computed.';
    const data = this.preparedData();
    return typeof data === 'string' ? data : (matchesData(network, data)[0]?.message ?? null);
  });

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Whether the document is another than the one in the file, or than the one that was opened. */
  readonly isDirty: boolean = $derived(this.#savedAs === null || !isSameDocument(this.document, this.#savedAs));

  /** The same of the document before the last undo or redo. */
  wasDirty = false;

  /** Whether the document shows more of training than it holds. */
  get isAhead(): boolean {
    return this.#whole !== null;
  }

  get history(): History {
    return this.past.all;
  }

  problemAt(item: string): string | null {
    return this.problems.find((problem) => problem.item === item)?.message ?? null;
  }

  /** The document that the page begins with. */
  begin(document: NetworkDocument): void {
    this.document = document;
    this.#savedAs = document;
    this.onChange();
  }

  /** Another document takes this one's place as one entry of the history; whoever does so pauses first. */
  exchange(document: NetworkDocument, label: string, besides?: Besides): void {
    this.endGesture();
    this.endTraining();
    this.past.record(label, this.document, document, besides);
    this.document = document;
    this.onChange();
  }

  /** Something was done that is not part of the document; training that goes on has its own entries before and after it. */
  record(label: string, besides: Besides): void {
    const resumeTraining = this.#closeTraining();
    this.past.record(label, this.document, this.document, besides);
    resumeTraining();
  }

  /** The document as the file has it; null = it was never saved. */
  get saved(): NetworkDocument | null {
    return this.#savedAs;
  }

  markSaved(document: NetworkDocument | null): void {
    this.#savedAs = document;
  }

  /** Carries out a command and records it, or says why it cannot be. */
  run(result: CommandResult): boolean {
    if (isRefusal(result)) {
      this.#notices.problem(result.message);
      return false;
    }
    if (this.isAhead) {
      this.#whenWhole(() => this.run({ ...result, changes: rebase(result.changes, this.document) }));
      return true;
    }
    const resumeTraining = this.#closeTraining();
    const before = this.document;
    this.document = apply(before, result.changes);
    this.past.record(result.label, before, this.document);
    resumeTraining();
    this.onChange();
    return true;
  }

  connect(source: ConnectionEnd, target: ConnectionEnd): boolean {
    return this.run(connect(this.document, source, target, this.editRandom()));
  }

  /** Randomness for values that an edit brings: from the document itself, so that the same edits give the same network. */
  editRandom(): Random {
    const seed = this.document.training[ONLY]?.seed ?? 1;
    const count = Object.keys(this.document.connections).length + Object.keys(this.document.layers).length;
    return Random.fromSeed((seed * 7919 + count * 104729) >>> 0);
  }

  beginTurn(id: string, index: number): void {
    this.#turned = { id, index };
    this.#begin('turn');
  }

  turnTo(value: number): void {
    if (!this.#turned) return;
    this.#during(setParameter(this.document, this.#turned.id, this.#turned.index, value));
  }

  /** Starts a gesture: whatever `during` does until its end is one entry of the history. */
  beginGesture(label: string): void {
    this.#begin(label);
  }

  /** Carries out a command within the gesture; a refused one changes nothing. */
  during(result: CommandResult): void {
    this.#during(result);
  }

  /** The gesture is over: all it did is one entry of the history. */
  endGesture(): void {
    const gesture = this.#gesture;
    if (!gesture) return;
    if (this.isAhead) {
      gesture.isOver = true;
      this.askForWhole();
      return;
    }
    this.#gesture = null;
    this.#turned = null;
    this.#record(gesture.label, gesture.before);
  }

  cancelGesture(): void {
    const gesture = this.#gesture;
    if (!gesture) return;
    if (this.isAhead) {
      this.#whenWhole(() => this.cancelGesture());
      return;
    }
    this.#gesture = null;
    this.#turned = null;
    this.document = gesture.before;
    this.onChange();
  }

  /** Starts what will be one entry of the history, however many steps it takes. */
  beginTraining(label: string): void {
    if (this.#training) return;
    // A knob that is still held has its own entry for what it did until now.
    if (this.#gesture) this.#record(this.#gesture.label, this.#gesture.before);
    this.#training = { before: this.document, label };
  }

  endTraining(): void {
    this.#fallBack();
    const training = this.#training;
    this.#training = null;
    if (!training) return;
    this.#record(this.#stepsSince(training.before, this.document), training.before);
  }

  /**
   * Takes over what training has done. A parameter that was turned by hand since the frame was asked for keeps the turned
   * value; the next frame will have it.
   *
   * @param sent the document as training last had it
   * @param isWhole whether these are all parameters and all of the position; where they are not, the document is shown like
   *   that until they have come, and what has to be kept or recorded waits for them
   * @param place where training is in this state, if it can be asked for it again
   * @returns the document as training has it now
   */
  absorb(
    parameters: Table<Float64Array>,
    position: RunPosition,
    sent: NetworkDocument | null,
    isWhole = true,
    place: TrainingPlace | null = null,
  ): NetworkDocument {
    const current = this.document;
    // Where an edit meanwhile began another network, this state is one that training has never been in.
    const passed = sent !== null && areSameNetworks(sent, current) ? place : null;
    if (isWhole && sent !== null && hasAll(parameters, current, sent)) {
      const run = { [ONLY]: position };
      this.document = { ...current, parameters, run };
      this.passed(this.document, passed);
      this.#becomeWhole({ parameters, run }, passed);
      return { ...sent, parameters, run };
    }
    const own: Record<string, Float64Array> = {};
    let isTurned = false;
    for (const [id, values] of Object.entries(parameters)) {
      const wasTurned = sent !== null && current.parameters[id] !== sent.parameters[id];
      const fits = current.parameters[id]?.length === values.length;
      own[id] = wasTurned || !fits ? current.parameters[id]! : values;
      isTurned ||= own[id] !== values;
    }
    const run = { [ONLY]: position };
    if (!isWhole) this.#whole ??= current;
    this.document = { ...current, parameters: { ...current.parameters, ...own }, run };
    if (isWhole) {
      this.passed(this.document, isTurned ? null : passed);
      this.#becomeWhole({ parameters, run }, passed);
    }
    const base = sent ?? current;
    return { ...base, parameters: { ...base.parameters, ...parameters }, run };
  }

  /** Takes over the settings and constraints of a step that training went back to. @returns the document as training has it now */
  absorbSettings(settings: TrainingSettings, held: Constraints, sent: NetworkDocument | null): NetworkDocument | null {
    let next = sent;
    if (!isSameSettings(this.document.training[ONLY], settings)) {
      const training = { [ONLY]: settings };
      this.document = { ...this.document, training };
      next = next && { ...next, training };
    }
    if (!isSameConstraints(this.document, held)) {
      this.document = { ...this.document, ...held };
      next = next && { ...next, ...held };
    }
    return next;
  }

  /** Training is in the state that this document has. @param place by which that state can be asked for again */
  passed(document: NetworkDocument, place: TrainingPlace | null): void {
    const isAll = Object.keys(document.parameters).length === this.compiled.network?.parameters.length;
    this.past.passed(document, isAll ? place : null, (this.#training ?? this.#gesture)?.before ?? this.document);
  }

  /** Back to step 0 with the starting values of a seed: the same one, or a new one. */
  reset(seed: number): void {
    const training = this.document.training[ONLY];
    const { network } = this.compiled;
    if (!training || !network) {
      this.#notices.problem(this.trainingRefusal ?? 'There is nothing to reset yet.');
      return;
    }
    const isSame = seed === training.seed;
    const label = isSame ? 'reset' : 'new seed';
    const before = this.document;
    let next = before;
    const initial = initialParameters(network, training.initializer, seed);
    const fresh = setParameters(next, label, startingValues(next, next.parameters, initial), undefined);
    if (!isRefusal(fresh)) next = apply(next, fresh.changes);
    if (!isSame) {
      const seeded = setTraining(next, label, { ...training, seed });
      if (!isRefusal(seeded)) next = apply(next, seeded.changes);
    }
    this.run({ label, changes: difference(before, next) });
  }

  /** Whoever goes back or forth pauses first. @param recalled what `past.awaited` asks for */
  travel(direction: Direction, recalled: RecalledState | null = null): void {
    if (this.isAhead) return;
    this.endGesture();
    this.wasDirty = this.isDirty;
    const there = this.past.travel(direction, this.document, recalled, this.#savedAs);
    if (!there) return;
    this.document = there.document;
    there.besides?.();
    this.onChange();
  }

  #whenWhole(edit: () => void): void {
    this.#waiting.push(edit);
    this.askForWhole();
  }

  /** The document is whole again: what has waited for it is done, in order. */
  #becomeWhole(state: Pick<NetworkDocument, 'parameters' | 'run'>, place: TrainingPlace | null): void {
    if (!this.isAhead) return;
    this.#whole = null;
    const gesture = this.#gesture;
    if (gesture?.isEarly) {
      // It began somewhere before this state: training up to here is an entry of its own, and the gesture starts from it.
      const { label, before, isOver = false } = gesture;
      const start = { ...before, parameters: { ...before.parameters, ...state.parameters }, run: state.run };
      if (this.#training) {
        const training = this.#training.before;
        this.past.passed(start, place, training);
        this.past.record(this.#stepsSince(training, start), training, start);
        this.#training = { ...this.#training, before: start };
      }
      this.#gesture = { before: start, label, isOver };
    }
    if (this.#gesture?.isOver) this.endGesture();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const edit of waiting) edit();
  }

  /** Gives up what training has shown beyond its last whole state. */
  #fallBack(): void {
    if (!this.#whole) return;
    const { parameters, run } = this.#whole;
    this.document = this.#whole;
    this.#becomeWhole({ parameters, run }, null);
  }

  #stepsSince(before: NetworkDocument, after: NetworkDocument): string {
    const from = before.run[ONLY]?.step ?? 0;
    const steps = (after.run[ONLY]?.step ?? 0) - from;
    return steps === 1 ? 'step' : steps < 0 ? `back to step ${from + steps}` : `${steps} steps`;
  }

  /** An entry for all that changed since `before`; whatever else is going on has its own begin here. */
  #record(label: string, before: NetworkDocument): void {
    this.past.record(label, before, this.document);
    if (this.#gesture) this.#gesture = { ...this.#gesture, before: this.document };
    if (this.#training) this.#training = { ...this.#training, before: this.document };
  }

  #begin(label: string): void {
    this.endGesture();
    if (this.isAhead) {
      // Gestures that follow each other before the whole state has come are one.
      this.#gesture = { before: this.#gesture?.before ?? this.document, label, isEarly: true };
      this.askForWhole();
      return;
    }
    this.#closeTraining()();
    this.#gesture = { before: this.document, label };
  }

  #during(result: CommandResult): void {
    if (isRefusal(result) || !this.#gesture) return;
    this.#gesture.label = result.label;
    this.document = apply(this.document, result.changes);
    this.onChange();
  }

  /** Ends the entry for training before an edit gets its own; the returned function opens the next one. */
  #closeTraining(): () => void {
    const training = this.#training;
    if (!training) return () => undefined;
    this.endTraining();
    return () => {
      this.#training = { before: this.document, label: training.label };
    };
  }
}

/** Whether a frame's parameters are all that there are, and none was turned by hand since: then nothing has to be copied. */
function hasAll(parameters: Table<Float64Array>, current: NetworkDocument, sent: NetworkDocument): boolean {
  const isUnturned =
    current.parameters === sent.parameters &&
    current.layers === sent.layers &&
    current.connections === sent.connections;
  return isUnturned && Object.keys(parameters).length === Object.keys(current.parameters).length;
}
