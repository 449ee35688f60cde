/**
 * What can be undone of the document, and, of each state between two entries, where training was in it: so that states far
 * back need not be kept, as long as training can come to them again.
 */
import { areSameNetworks } from '../compile/same-layers.ts';
import { apply, difference } from './change.ts';
import type { NetworkDocument } from './document.ts';
import {
  awaited,
  cutOff,
  madeWhole,
  MOST_BYTES,
  record,
  redo,
  runsAsked,
  undo,
  type Awaited,
  type Besides,
  type Direction,
  type History,
} from './history.ts';
import type { Mark, RecalledState, TrainingPlace } from './training-place.ts';

/** Where the history itself lives, whoever keeps it says. */
export abstract class EditHistory {
  abstract all: History;
  /** The state that the next entry begins with, as long as nothing has changed the document but by `record` and `travel`. */
  #mark: Mark = { place: null };
  #marked: NetworkDocument | null = null;
  readonly #mostBytes: number;
  /** The last state that training is known to have been in. */
  #passed: { readonly document: NetworkDocument; readonly place: TrainingPlace | null } | null = null;

  /** @param mostBytes that it may keep */
  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  get undoLabel(): string | null {
    return this.all.done.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.all.undone.at(-1)?.label ?? null;
  }

  /** Adds what turned one document into another; where nothing did, there is no entry. */
  record(label: string, before: NetworkDocument, after: NetworkDocument, besides?: Besides): void {
    const changes = difference(before, after);
    if (changes.length === 0 && !besides) return;
    const from = this.#markOf(before);
    const to: Mark = { place: this.#placeOf(after) ?? (hasSameState(before, after) ? from.place : null) };
    this.all = record(this.all, { label, changes, besides, from, to }, this.#mostBytes);
    this.#mark = to;
    this.#marked = after;
  }

  /** Training is in the state of this document. @param start the document that the next entry begins with */
  passed(document: NetworkDocument, place: TrainingPlace | null, start: NetworkDocument): void {
    this.#passed = { document, place };
    if (place && hasSameState(document, start)) this.#markOf(start).place = place;
  }

  /** What training has to bring back before undo or redo. */
  awaited(direction: Direction): Awaited {
    return awaited(this.all, direction);
  }

  /** Runs, by the number of their load, that training has to have for all that can be undone and redone. */
  get runsAsked(): ReadonlySet<number> {
    return runsAsked(this.all);
  }

  /** Gives up what can be reached no more. */
  cutOff(direction: Direction): void {
    this.all = cutOff(this.all, direction);
  }

  /**
   * Undoes or redoes an entry.
   *
   * @param recalled what `awaited` asked for
   * @param saved whose values keep their identity
   * @returns the document then, and what is to be done besides; null when there is nothing to undo or redo
   */
  travel(
    direction: Direction,
    document: NetworkDocument,
    recalled: RecalledState | null,
    saved: NetworkDocument | null,
  ): { document: NetworkDocument; besides: (() => void) | undefined } | null {
    const whole = madeWhole(this.all, direction, document, recalled, saved ? [saved] : []);
    const entry = (direction === 'undo' ? whole.done : whole.undone).at(-1);
    const travel = (direction === 'undo' ? undo : redo)(whole, this.#mostBytes);
    if (!entry || !travel) return null;
    this.all = travel.history;
    this.#mark = (direction === 'undo' ? entry.from : entry.to) ?? { place: null };
    this.#marked = apply(document, travel.changes);
    return { document: this.#marked, besides: travel.besides };
  }

  #markOf(document: NetworkDocument): Mark {
    if (!this.#marked || !hasSameState(this.#marked, document)) this.#mark = { place: this.#placeOf(document) };
    this.#marked = document;
    return this.#mark;
  }

  #placeOf(document: NetworkDocument): TrainingPlace | null {
    return this.#passed && hasSameState(this.#passed.document, document) ? this.#passed.place : null;
  }
}

/** Whether training is in the same state: the network, too, is one and the same. */
const hasSameState = (a: NetworkDocument, b: NetworkDocument): boolean =>
  a.parameters === b.parameters && a.run === b.run && areSameNetworks(a, b);
