/**
 * Every step of a run can be revisited, bit for bit: now and then a snapshot of all that continuing takes, every edit with the
 * step that it was made at, and between them the trainer itself, which from the same state gives the same bits. A branch is a
 * run that left another one at some step; up to there both share their snapshots.
 */
import type { Constraints, TrainingSettings } from '../document/document.ts';
import { editBytes, mergedEdit, type Edit, type PlacedEdit } from './edit.ts';
import { KeptState, type Snapshot } from './kept-state.ts';
import { isLater, RecentStates } from './recent-states.ts';
import { SignedStates } from './signed-states.ts';
import type { Signature } from './state-signature.ts';
import type { StoredTimeline } from './stored-timeline.ts';
import { thinOut } from './thin-out.ts';

/** Which branch, and where it left which other; the first one left none. */
export interface BranchPlace {
  readonly id: number;
  readonly parent: number | null;
  /** The last step that it shares with its parent; its own first step without one. */
  readonly from: number;
}

/** A step of a branch: where to begin, and what was edited from there to it. */
export interface Replay {
  readonly start: KeptState;
  /** In order; made after `step` updates, before the next. */
  readonly edits: readonly PlacedEdit[];
}

interface Branch extends BranchPlace {
  /** In the order of their steps; the first is never given up. */
  kept: readonly KeptState[];
  edits: readonly PlacedEdit[];
  /** The last step that it has reached. */
  end: number;
  /** Edits that belong to a state which the history of the window goes back to: they stay as they are. */
  told: number;
}

const FIRST_INTERVAL = 16;
/** Bytes of a state from which on those that stay lie far apart, and the steps between them take long: 8 MiB. */
const LARGE_STATE = 8_388_608;
/** Of all branches together. */
const MOST_STATES = 1024;
/** Bytes of all states and edits together: 256 MiB. The first state of a branch stays in any case. */
export const TIMELINE_BYTES = 268_435_456;
/** Edits may take half of it, and so much in any case; beyond, the oldest steps can no longer be revisited. */
const LEAST_EDIT_BYTES = 65_536;

/** What training goes by at the end of a replay. */
export const settingsAt = ({ start, edits }: Replay): TrainingSettings =>
  edits.reduce((settings, { edit }) => (edit.kind === 'settings' ? edit.settings : settings), start.settings);

export const constraintsAt = ({ start, edits }: Replay): Constraints =>
  edits.reduce((held, { edit }) => (edit.kind === 'constraints' ? edit.constraints : held), start.constraints);

export class Timeline {
  readonly #branches = new Map<number, Branch>();
  #budget: number;
  #current: Branch;
  #nextId = 1;
  /** Steps between two states; grows as they are thinned out. */
  #interval = FIRST_INTERVAL;
  /** Of all edits; null = to be counted. */
  #edited: number | null = 0;
  readonly #recent = new RecentStates();
  readonly #signed = new SignedStates();

  constructor(start: Snapshot, budget = TIMELINE_BYTES) {
    this.#budget = budget;
    const { step } = start.position;
    const kept = [new KeptState(start, 0)];
    this.#current = { id: 0, parent: null, from: step, kept, edits: [], end: step, told: 0 };
    this.#branches.set(0, this.#current);
  }

  /** One that was stored. @throws RangeError as `choose` */
  static from({ current, states, edits, branches }: StoredTimeline, budget = TIMELINE_BYTES): Timeline {
    const timeline = new Timeline(states[0]!, budget);
    const kept = states.map((state) => new KeptState(state, state.editCount));
    timeline.#branches.clear();
    for (const { id, parent, from, end, ...own } of branches) {
      const branch = { kept: own.kept.map((at) => kept[at]!), edits: own.edits.map((at) => edits[at]!) };
      timeline.#branches.set(id, { id, parent, from, end, ...branch, told: branch.edits.length });
    }
    timeline.#nextId = Math.max(...timeline.branchIds) + 1;
    timeline.#edited = null;
    timeline.choose(current);
    return timeline;
  }

  /** For a file. @param mostBytes of all its numbers @returns null as `select` */
  store(mostBytes: number): StoredTimeline | null {
    const chosen = this.select(mostBytes);
    const states = chosen?.states.map((state) => ({ ...state.snapshot, editCount: state.editCount }));
    return chosen && { ...chosen, states: states! };
  }

  /**
   * As it is now, with as many states as there is room for.
   *
   * @param mostBytes of all its numbers
   * @param arrayBytes that each of its arrays counts for beside
   * @returns null where the beginnings of its branches and its edits alone take more
   */
  select(mostBytes: number, arrayBytes = 0): StoredTimeline<KeptState> | null {
    const branches = [...this.#branches.values()].map((branch) => ({ ...branch }));
    const bytes = (): number =>
      [...statesOf(branches)].reduce(
        (sum, { wholeBytes, arrays }) => sum + wholeBytes + arrayBytes * arrays,
        editBytesOf(branches),
      );
    const least = new Set(branches.map(({ kept }) => kept[0])).size;
    for (let spacing = this.#interval; bytes() > mostBytes; spacing *= 2) {
      if (statesOf(branches).size === least) return null;
      thinOut(branches, spacing);
    }
    const states = [...statesOf(branches)];
    const edits = [...new Set(branches.flatMap((branch) => branch.edits))];
    const stateAt = new Map(states.map((state, at) => [state, at]));
    const editAt = new Map(edits.map((edit, at) => [edit, at]));
    return {
      current: this.#current.id,
      ...{ states, edits },
      branches: branches.map(({ id, parent, from, end, kept, ...own }) => ({
        ...{ id, parent, from, end },
        kept: kept.map((state) => stateAt.get(state)!),
        edits: own.edits.map((edit) => editAt.get(edit)!),
      })),
    };
  }

  /** The branch that training goes on with. */
  get branch(): BranchPlace {
    const { id, parent, from } = this.#current;
    return { id, parent, from };
  }

  /** First and last step of a branch that can be revisited. @throws RangeError when there is no such branch */
  range(id: number): { first: number; last: number } {
    const { kept, end } = this.#branch(id);
    return { first: kept[0]!.step, last: end };
  }

  get branchIds(): number[] {
    return [...this.#branches.keys()];
  }

  /** Training has come to a step; `take` copies its state, and is called only where one is due. */
  reached(step: number, take: () => Snapshot): void {
    const branch = this.#current;
    branch.end = Math.max(branch.end, step);
    this.#edited ??= editBytesOf(this.#branches.values());
    const isFull = this.#edited > this.#mostEdits;
    const last = branch.kept.at(-1)!.step;
    if (step <= last || (step < last + this.#interval && !isFull)) return;
    branch.kept = [...branch.kept, new KeptState(take(), branch.edits.length)];
    if (isFull) this.#giveUpEdits();
    this.#makeRoom();
  }

  /** Takes the branch in use to have come to a step, which is to be seen. @returns takes that back */
  extend(step: number): () => void {
    const branch = this.#current;
    const { end } = branch;
    branch.end = Math.max(end, step);
    return () => void (branch.end = end);
  }

  /** Keeps a state of the branch in use for a while, so that the next step back is instant. */
  passing(step: number, take: () => Snapshot): void {
    const { id, kept, edits } = this.#current;
    const isKept = kept.some((state) => state.step === step && state.editCount === edits.length);
    if (!isKept) this.#recent.note(id, new KeptState(take(), edits.length));
  }

  /**
   * Whether a step is far from every state that is kept, in a network so large that a step back would take long.
   *
   * @param steps from which on it is far, where these are more than a few
   */
  isFarOff(step: number, steps: number): boolean {
    const { id, kept } = this.#current;
    const last = kept.at(-1)!;
    const near = Math.max(last.step, this.#recent.best(id, step)?.step ?? 0);
    return last.bytes >= LARGE_STATE && step - near >= Math.max(FIRST_INTERVAL, steps);
  }

  /** The same for a state of any branch that is passed through again. @param editCount edits that it includes */
  passingAgain(id: number, snapshot: Snapshot, editCount: number): void {
    this.#recent.note(id, new KeptState(snapshot, editCount));
  }

  /** What the branch in use is like after a step and all edits that were made there. */
  sign(step: number, signature: Signature): void {
    const { id, edits } = this.#current;
    this.#signed.note({ branch: id, step, editCount: editsUpTo(edits, step), signature });
  }

  /** Whether a branch was in this state after a step and all edits that were made there; null = not known. */
  wasIn(id: number, step: number, signature: Signature): boolean | null {
    const place = { branch: id, step, editCount: editsUpTo(this.#branch(id).edits, step) };
    return this.#signed.knows(place) ? this.#signed.has({ ...place, signature }) : null;
  }

  /** Edits of the branch in use that were made at a step; none of them is changed any more. */
  tellEdits(step: number): number {
    const { edits } = this.#current;
    this.#current.told = edits.length;
    return edits.filter((edit) => edit.step === step).length;
  }

  /** An edit after `step` updates. Where the branch has gone on from there already, a new one begins. */
  edit(step: number, edit: Edit): void {
    if (step < this.#current.end) this.fork(step);
    const branch = this.#current;
    const last = branch.edits.at(-1);
    const { kept, told } = branch;
    const included = Math.max(kept.at(-1)!.editCount, told, this.#recent.editsIncluded(branch.id));
    const isOpen = last?.step === step && branch.edits.length > included;
    const merged = isOpen ? mergedEdit(last.edit, edit) : null;
    this.#edited = null;
    // What was seen here before the knob was turned on is not there any more.
    if (merged) this.#signed.forget({ branch: branch.id, step, editCount: branch.edits.length });
    branch.edits = [...(merged ? branch.edits.slice(0, -1) : branch.edits), { step, edit: merged ?? edit }];
  }

  /** Begins a branch with a state that no branch has passed through. */
  forkFrom(start: Snapshot): BranchPlace {
    const { step } = start.position;
    return this.#begin({ parent: null, from: step, kept: [new KeptState(start, 0)], edits: [], end: step });
  }

  /** Begins a branch at a step of the current one; both keep all that was before. */
  fork(step: number): BranchPlace {
    const parent = this.#current;
    const { first } = this.range(parent.id);
    const edits = parent.edits.filter((edit) => edit.step <= step);
    const kept = parent.kept.filter((state) => state.step <= step);
    const begun = this.#begin({ parent: parent.id, from: Math.max(first, step), kept, edits, end: step });
    this.#recent.share(parent.id, begun.id, step);
    this.#signed.share(parent.id, begun.id, step);
    return begun;
  }

  /** Another branch becomes the one that training goes on with. */
  choose(id: number): void {
    this.#current = this.#branch(id);
  }

  /** Gives up the states that a branch alone has kept, but for its first; its steps are come to from what it shares. */
  release(id: number): void {
    const branch = this.#branch(id);
    const others = statesOf([...this.#branches.values()].filter((other) => other !== branch));
    branch.kept = branch.kept.filter((state, i) => i === 0 || others.has(state));
    this.#recent.drop(id);
  }

  /**
   * How to come to a step again.
   *
   * @param editsThere how many of the edits at that step to make; all of them unless given
   * @throws RangeError when the branch has no such step
   */
  replay(id: number, step: number, editsThere = Infinity): Replay {
    const { kept, edits } = this.#branch(id);
    const { first, last } = this.range(id);
    if (step < first || step > last) {
      throw new RangeError(
        `Step ${step} is not part of this run, which can be revisited from step ${first} to ${last}.`,
      );
    }
    const wanted = edits.filter((edit) => edit.step < step).length + editsThere;
    const recent = this.#recent.best(id, step, wanted);
    const lasting = kept.findLast((state) => state.step <= step && state.editCount <= wanted);
    if (!lasting) throw new RangeError(`What step ${step} was like before the last edits there is no longer kept.`);
    const start = recent && isLater(recent, lasting) ? recent : lasting;
    return { start, edits: edits.slice(start.editCount, wanted).filter((edit) => edit.step <= step) };
  }

  /** Updates that have to be done again to come to a step. @throws RangeError as `replay` */
  distanceTo(id: number, step: number): number {
    return step - this.replay(id, step).start.step;
  }

  /** Edits after step `first` was left, up to those made at step `last`, in order. */
  editsBetween(id: number, first: number, last: number): PlacedEdit[] {
    return this.#branch(id).edits.filter(({ step }) => step > first && step <= last);
  }

  /** What the states and edits of a branch take, how many states they are, and how much of it no other branch shares. */
  memoryOf(id: number): { snapshots: number; bytes: number; ownBytes: number } {
    const branch = this.#branch(id);
    const all = bytesOf([branch]);
    const others = [...this.#branches.values()].filter((other) => other !== branch);
    return { snapshots: branch.kept.length, bytes: all, ownBytes: this.#bytes() - bytesOf(others) };
  }

  /** Bytes of all states and edits together, and how many they may be. */
  get memory(): { bytes: number; budget: number } {
    return { bytes: this.#bytes(), budget: this.#budget };
  }

  /** Allows it other bytes from here on. */
  set budget(bytes: number) {
    this.#budget = bytes;
    this.#makeRoom();
  }

  /** Training goes on elsewhere: what was kept for the next steps back goes. */
  rest(): void {
    for (const id of this.branchIds) this.#recent.drop(id);
  }

  /** Gives up states: those that lie closest together. @returns whether any could go */
  shrink(): boolean {
    const branches = [...this.#branches.values()];
    while (statesOf(branches).size > new Set(branches.map(({ kept }) => kept[0])).size) {
      this.#interval *= 2;
      if (thinOut(branches, this.#interval)) return true;
    }
    return false;
  }

  #begin(form: Pick<Branch, 'parent' | 'from' | 'kept' | 'edits' | 'end'>): BranchPlace {
    this.#current = { id: this.#nextId++, ...form, told: form.edits.length };
    this.#branches.set(this.#current.id, this.#current);
    return this.branch;
  }

  #branch(id: number): Branch {
    const branch = this.#branches.get(id);
    if (!branch) throw new RangeError(`There is no branch ${id} of this network.`);
    return branch;
  }

  #makeRoom(): void {
    while (this.#isTooMuch && this.shrink());
  }

  get #mostEdits(): number {
    return Math.max(this.#budget / 2, LEAST_EDIT_BYTES);
  }

  get #isTooMuch(): boolean {
    return statesOf(this.#branches.values()).size > MOST_STATES || this.#bytes() > this.#budget;
  }

  /** What lies before the last state of a branch goes, with its edits: of those with most of them first. */
  #giveUpEdits(): void {
    this.#edited = null;
    const all = [...this.#branches.values()];
    for (const branch of all.toSorted((a, b) => editBytesOf([b]) - editBytesOf([a]))) {
      const last = branch.kept.at(-1)!;
      branch.kept = [new KeptState(last.snapshot, 0)];
      branch.edits = branch.edits.slice(last.editCount);
      branch.told = branch.edits.length;
      this.#recent.drop(branch.id);
      this.#signed.drop(branch.id);
      if (editBytesOf(all) <= this.#mostEdits) return;
    }
  }

  /** Branches share what they have in common. */
  #bytes(): number {
    return bytesOf(this.#branches.values());
  }
}

const editsUpTo = (edits: readonly PlacedEdit[], step: number): number =>
  edits.filter((edit) => edit.step <= step).length;

const statesOf = (branches: Iterable<Branch>): Set<KeptState> => new Set([...branches].flatMap(({ kept }) => kept));

function bytesOf(branches: Iterable<Branch>): number {
  const all = [...branches];
  return [...statesOf(all)].reduce((sum, { bytes }) => sum + bytes, editBytesOf(all));
}

const editBytesOf = (branches: Iterable<Branch>): number =>
  [...new Set([...branches].flatMap(({ edits }) => edits))].reduce((sum, { edit }) => sum + editBytes(edit), 0);
