/**
 * Every step of a run can be revisited, bit for bit: now and then a snapshot of all that continuing takes, every edit with the
 * step that it was made at, and between them the trainer itself, which from the same state gives the same bits. A branch is a
 * run that left another one at some step; up to there both share their snapshots.
 */
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';

/** All that continuing to the same bits takes. */
export interface Snapshot {
  readonly parameters: Table<Float64Array>;
  readonly position: RunPosition;
  readonly settings: TrainingSettings;
  readonly constraints: Constraints;
}

/** What a person changed between two steps: whole parameters, settings, or what parameters are held to. */
export type Edit =
  | { readonly kind: 'parameters'; readonly parameters: Table<Float64Array> }
  | { readonly kind: 'settings'; readonly settings: TrainingSettings }
  | { readonly kind: 'constraints'; readonly constraints: Constraints };

/** Which branch, and where it left which other; the first one left none. */
export interface BranchPlace {
  readonly id: number;
  readonly parent: number | null;
  /** The last step that it shares with its parent; its own first step without one. */
  readonly from: number;
}

/** A step of a branch: where to begin, and what was edited from there to it. */
export interface Replay {
  readonly start: Snapshot;
  /** In order; made after `step` updates, before the next. */
  readonly edits: readonly PlacedEdit[];
}

export interface PlacedEdit {
  readonly step: number;
  readonly edit: Edit;
}

interface Keep {
  readonly snapshot: Snapshot;
  /** Edits of the branch that were made before it. */
  readonly editCount: number;
  readonly bytes: number;
}

interface Branch extends BranchPlace {
  /** In the order of their steps; the first is never given up. */
  kept: readonly Keep[];
  edits: readonly PlacedEdit[];
  /** The last step that it has reached. */
  end: number;
  /** Steps between two snapshots; grows as they are thinned out. */
  interval: number;
}

const FIRST_INTERVAL = 16;
const MOST_SNAPSHOTS = 256;
/** Bytes of all snapshots together: 256 MiB. The first one of a branch stays in any case. */
const TIMELINE_BYTES = 268_435_456;

export class Timeline {
  readonly #branches = new Map<number, Branch>();
  readonly #budget: number;
  #current: Branch;
  #nextId = 1;

  constructor(start: Snapshot, budget = TIMELINE_BYTES) {
    this.#budget = budget;
    const { step } = start.position;
    const kept = [keep(start, 0)];
    this.#current = { id: 0, parent: null, from: step, kept, edits: [], end: step, interval: FIRST_INTERVAL };
    this.#branches.set(0, this.#current);
  }

  /** The branch that training goes on with. */
  get branch(): BranchPlace {
    const { id, parent, from } = this.#current;
    return { id, parent, from };
  }

  /** First and last step of a branch that can be revisited. @throws RangeError when there is no such branch */
  range(id: number): { first: number; last: number } {
    const { kept, end } = this.#branch(id);
    return { first: kept[0]!.snapshot.position.step, last: end };
  }

  get branchIds(): number[] {
    return [...this.#branches.keys()];
  }

  /** Training has come to a step; `take` copies its state, and is called only where a snapshot is due. */
  reached(step: number, take: () => Snapshot): void {
    const branch = this.#current;
    branch.end = Math.max(branch.end, step);
    const last = branch.kept.at(-1)!.snapshot.position.step;
    if (step < last + branch.interval) return;
    branch.kept = [...branch.kept, keep(take(), branch.edits.length)];
    this.#thinOut(branch);
  }

  /** An edit after `step` updates. Where the branch has gone on from there already, a new one begins. */
  edit(step: number, edit: Edit): void {
    if (step < this.#current.end) this.fork(step);
    const branch = this.#current;
    const last = branch.edits.at(-1);
    const isOpen = last?.step === step && branch.edits.length > branch.kept.at(-1)!.editCount;
    const merged = isOpen ? merge(last.edit, edit) : null;
    branch.edits = [...(merged ? branch.edits.slice(0, -1) : branch.edits), { step, edit: merged ?? edit }];
  }

  /** Begins a branch with a state that no branch has passed through. */
  forkFrom(start: Snapshot): BranchPlace {
    const { step } = start.position;
    return this.#begin({ parent: null, from: step, kept: [keep(start, 0)], edits: [], end: step });
  }

  /** Begins a branch at a step of the current one; both keep all that was before. */
  fork(step: number): BranchPlace {
    const parent = this.#current;
    const { first } = this.range(parent.id);
    const edits = parent.edits.filter((edit) => edit.step <= step);
    const kept = parent.kept.filter((entry) => entry.snapshot.position.step <= step);
    return this.#begin({ parent: parent.id, from: Math.max(first, step), kept, edits, end: step });
  }

  /** Another branch becomes the one that training goes on with. */
  choose(id: number): void {
    this.#current = this.#branch(id);
  }

  /** @throws RangeError for the branch that training goes on with */
  remove(id: number): void {
    if (id === this.#current.id) throw new RangeError('The branch in use cannot be deleted. Choose another one first.');
    this.#branch(id);
    this.#branches.delete(id);
  }

  /** How to come to a step again. @throws RangeError when the branch has no such step */
  replay(id: number, step: number): Replay {
    const { kept, edits } = this.#branch(id);
    const { first, last } = this.range(id);
    if (step < first || step > last) {
      throw new RangeError(
        `Step ${step} is not part of this run, which can be revisited from step ${first} to ${last}.`,
      );
    }
    const { snapshot, editCount } = kept.findLast((entry) => entry.snapshot.position.step <= step)!;
    return { start: snapshot, edits: edits.slice(editCount).filter((edit) => edit.step <= step) };
  }

  /** Edits after step `first` was left, up to those made at step `last`, in order. */
  editsBetween(id: number, first: number, last: number): PlacedEdit[] {
    return this.#branch(id).edits.filter(({ step }) => step > first && step <= last);
  }

  /** What the snapshots of a branch take, how many they are, and how much of it no other branch shares. */
  memoryOf(id: number): { snapshots: number; bytes: number; ownBytes: number } {
    const { kept } = this.#branch(id);
    const others = new Set(
      [...this.#branches.values()].filter((branch) => branch.id !== id).flatMap((branch) => branch.kept),
    );
    const sum = (entries: readonly Keep[]): number => entries.reduce((total, { bytes }) => total + bytes, 0);
    return { snapshots: kept.length, bytes: sum(kept), ownBytes: sum(kept.filter((entry) => !others.has(entry))) };
  }

  /** Bytes of all snapshots together, and how many they may be. */
  get memory(): { bytes: number; budget: number } {
    return { bytes: this.#bytes(), budget: this.#budget };
  }

  #begin(form: Pick<Branch, 'parent' | 'from' | 'kept' | 'edits' | 'end'>): BranchPlace {
    this.#current = { id: this.#nextId++, ...form, interval: this.#current.interval };
    this.#branches.set(this.#current.id, this.#current);
    return this.branch;
  }

  #branch(id: number): Branch {
    const branch = this.#branches.get(id);
    if (!branch) throw new RangeError(`There is no branch ${id}. It may have been deleted.`);
    return branch;
  }

  /** Every second snapshot goes while there are too many or all together are too large. */
  #thinOut(branch: Branch): void {
    while (branch.kept.length > MOST_SNAPSHOTS || (branch.kept.length > 1 && this.#bytes() > this.#budget)) {
      branch.kept = branch.kept.filter((_, i) => i % 2 === 0);
      branch.interval *= 2;
    }
  }

  /** Branches share what they have in common. */
  #bytes(): number {
    const all = new Set([...this.#branches.values()].flatMap(({ kept }) => kept));
    return [...all].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/** Two edits in a row as one, where they are of one kind: a knob that is being turned. */
function merge(first: Edit, second: Edit): Edit | null {
  if (first.kind !== 'parameters') return second.kind === first.kind ? second : null;
  return second.kind === 'parameters'
    ? { kind: 'parameters', parameters: { ...first.parameters, ...second.parameters } }
    : null;
}

function keep(snapshot: Snapshot, editCount: number): Keep {
  const { parameters, position } = snapshot;
  const arrays = [...Object.values(parameters), ...Object.values(position.moments), position.order];
  return { snapshot, editCount, bytes: arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}
