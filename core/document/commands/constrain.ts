/** Freezes parameters, keeps them in a range, ties them together; values that are not allowed move at once. */
import { Draft } from '../change.ts';
import { obeying, rangeOfTie, tieOf, type Range } from '../constraints.ts';
import type { Constraint, NetworkDocument, ParameterEntry, Tie } from '../document.ts';
import { parameterName } from '../parameter-names.ts';
import { freeId, refuse, type CommandResult } from './command.ts';
import { tidied } from './move-constraints.ts';

type Entries = readonly ParameterEntry[];

/** Training leaves frozen entries exactly as they are; a hand may still turn them. */
export function setFrozen(document: NetworkDocument, entries: Entries, isFrozen: boolean): CommandResult {
  const missing = missingAmong(document, entries);
  if (missing !== null) return refuse(missing);
  const draft = new Draft(document);
  change(draft, entries, ({ frozen, ...rest }, length, indices) => {
    const next = frozen?.slice() ?? new Uint8Array(length);
    for (const index of indices) next[index] = isFrozen ? 1 : 0;
    return { ...rest, frozen: next };
  });
  return { label: `${isFrozen ? 'freeze' : 'unfreeze'} ${called(document, entries)}`, changes: draft.changes };
}

/** Infinite ends are open. What lies outside moves to the nearer end. */
export function setRange(document: NetworkDocument, entries: Entries, range: Range): CommandResult {
  const missing = missingAmong(document, entries);
  if (missing !== null) return refuse(missing);
  const { minimum: least, maximum: most } = range;
  if (Number.isNaN(least) || Number.isNaN(most))
    return refuse('An end of a range must be a number, or empty for none.');
  if (least > most) return refuse(`A range from ${least} to ${most} holds no value. Exchange its ends.`);
  if (least === Infinity || most === -Infinity) return refuse('A range must hold a finite number.');
  const draft = new Draft(document);
  change(draft, entries, ({ minimum, maximum, ...rest }, length, indices) => {
    const [from, to] = [
      minimum?.slice() ?? new Float64Array(length).fill(-Infinity),
      maximum?.slice() ?? new Float64Array(length).fill(Infinity),
    ];
    for (const index of indices) [from[index], to[index]] = [least, most];
    return { ...rest, minimum: from, maximum: to };
  });
  const { constraints, ties } = draft.document;
  const torn = Object.values(ties).find((tie) => isEmpty(rangeOfTie(constraints, tie)));
  if (torn) return refuse(`No value is in the ranges of all that is tied to ${nameOf(document, torn.members[0]!)}.`);
  settle(draft);
  const isOpen = least === -Infinity && most === Infinity;
  return { label: `${isOpen ? 'any value for' : 'range of'} ${called(document, entries)}`, changes: draft.changes };
}

/** From now on one number: all take the first one's value, or its negative where they are mirrored. */
export function tie(document: NetworkDocument, entries: Entries, isMirrored: boolean): CommandResult {
  const missing = missingAmong(document, entries);
  if (missing !== null) return refuse(missing);
  const keys = new Set(entries.map(({ id, index }) => `${id}:${index}`));
  if (keys.size < 2) return refuse('Tying takes two or more parameters. Select more edges, or layers with biases.');
  const tied = entries.find((entry) => tieOf(document.ties, entry));
  if (tied) return refuse(`${nameOf(document, tied)} is tied already. Untie it first.`);
  const id = freeId(document.ties, 't');
  const members = entries.map(
    (entry, i) => ({ id: entry.id, index: entry.index, sign: isMirrored && i > 0 ? -1 : 1 }) as const,
  );
  const made: Tie = { id, members };
  if (isEmpty(rangeOfTie(document.constraints, made))) {
    return refuse('Their ranges have no value in common, so they cannot be one number. Widen a range first.');
  }
  const draft = new Draft(document);
  draft.set('ties', id, made);
  settle(draft);
  return { label: `${isMirrored ? 'mirror' : 'tie'} ${called(document, entries)}`, changes: draft.changes };
}

/** Every tie that one of these takes part in ends; values stay. */
export function untie(document: NetworkDocument, entries: Entries): CommandResult {
  const draft = new Draft(document);
  for (const entry of entries) {
    const found = tieOf(draft.document.ties, entry);
    if (found) draft.set('ties', found.id, undefined);
  }
  return { label: `untie ${called(document, entries)}`, changes: draft.changes };
}

/** Brings the values of a draft to where its constraints allow. */
export function settle(draft: Draft): void {
  const { parameters } = draft.document;
  for (const [id, values] of Object.entries(obeying(draft.document, parameters))) draft.set('parameters', id, values);
}

const isEmpty = ({ minimum, maximum }: Range): boolean => minimum > maximum;

function change(
  draft: Draft,
  entries: Entries,
  alter: (constraint: Constraint, length: number, indices: readonly number[]) => Constraint,
): void {
  for (const id of new Set(entries.map((entry) => entry.id))) {
    const { constraints, parameters } = draft.document;
    const before = constraints[id] ?? { frozen: null, minimum: null, maximum: null };
    const indices = entries.filter((entry) => entry.id === id).map(({ index }) => index);
    draft.set('constraints', id, tidied(alter(before, parameters[id]!.length, indices)));
  }
}

function missingAmong({ parameters }: NetworkDocument, entries: Entries): string | null {
  if (entries.length === 0) return 'No parameter is selected. Select edges, or layers with biases.';
  const isThere = entries.every(({ id, index }) => index >= 0 && index < (parameters[id]?.length ?? 0));
  return isThere ? null : 'One of these parameters is not there any more.';
}

const nameOf = (document: NetworkDocument, { id, index }: ParameterEntry): string => parameterName(document, id, index);

export const called = (document: NetworkDocument, entries: Entries): string =>
  entries.length === 1 ? nameOf(document, entries[0]!) : `${entries.length} parameters`;
