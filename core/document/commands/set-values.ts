import type { DataSettings } from '../../data/data-settings.ts';
import { Draft } from '../change.ts';
import { clamped, rangeOf, rangeOfTie, signed, tieOf } from '../constraints.ts';
import {
  ONLY,
  type NetworkDocument,
  type ParameterEntry,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../document.ts';
import { parameterName } from '../parameter-names.ts';
import { refuse, type CommandResult } from './command.ts';
import { settle } from './constrain.ts';

/** Turns one knob: as far as its range goes, and with it all that it is tied to. */
export function setParameter(document: NetworkDocument, id: string, index: number, value: number): CommandResult {
  const values = document.parameters[id];
  if (!values || index < 0 || index >= values.length) return refuse('That parameter is not there any more.');
  const name = parameterName(document, id, index);
  if (!Number.isFinite(value)) return refuse(`${name} must be a finite number, not ${value}.`);
  if (maskOf(document, id)?.[index] === 0)
    return refuse(`${name} is not drawn, so it is 0. Connect its two ends first.`);
  const label = `turn ${name}`;
  if (!tieOf(document.ties, { id, index })) {
    // By far the most frequent edit: it copies no table of thousands of parameters.
    const after = withEntry(values, index, clamped(value, rangeOf(document.constraints, { id, index })));
    return { label, changes: after ? [{ table: 'parameters', id, before: values, after }] : [] };
  }
  const draft = new Draft(document);
  put(draft, { id, index }, value);
  return { label, changes: draft.changes };
}

/** Turns many knobs at once, each as far as its range goes. */
export function setEntries(
  document: NetworkDocument,
  label: string,
  values: readonly { readonly entry: ParameterEntry; readonly value: number }[],
): CommandResult {
  const draft = new Draft(document);
  const copies: Record<string, Float64Array> = {};
  for (const { entry, value } of values) {
    const { id, index } = entry;
    const before = document.parameters[id];
    const name = (): string => parameterName(document, id, index);
    if (!before || index < 0 || index >= before.length) return refuse('One of these parameters is not there any more.');
    if (!Number.isFinite(value)) return refuse(`${name()} must be a finite number, not ${value}. Nothing was changed.`);
    if (maskOf(document, id)?.[index] === 0) return refuse(`${name()} is not drawn, so it is 0. Nothing was changed.`);
    const copy = (copies[id] ??= before.slice());
    copy[index] = clamped(value, rangeOf(document.constraints, entry));
  }
  for (const [id, copy] of Object.entries(copies)) {
    if (copy.some((value, i) => value !== document.parameters[id]![i])) draft.set('parameters', id, copy);
  }
  for (const tie of Object.values(document.ties)) {
    const changed = tie.members.find(
      ({ id, index }) => copies[id]?.[index] !== undefined && copies[id][index] !== document.parameters[id]![index],
    );
    if (changed) put(draft, changed, copies[changed.id]![changed.index]!);
  }
  return { label, changes: draft.changes };
}

function put(draft: Draft, entry: ParameterEntry, value: number): void {
  const { constraints, ties } = draft.document;
  const tie = tieOf(ties, entry);
  const own = tie?.members.find(({ id, index }) => id === entry.id && index === entry.index);
  const first = tie && own ? clamped(signed(value, own.sign), rangeOfTie(constraints, tie)) : null;
  const members =
    tie && first !== null ? tie.members.map((member) => [member, signed(first, member.sign)] as const) : [];
  const alone = [[entry, clamped(value, rangeOf(constraints, entry))] as const];
  for (const [{ id, index }, wanted] of tie ? members : alone) {
    const values = draft.document.parameters[id];
    const next = values && withEntry(values, index, wanted);
    if (next) draft.set('parameters', id, next);
  }
}

/** A copy with another value in one place; null where it has that value already. */
function withEntry(values: Float64Array, index: number, wanted: number): Float64Array | null {
  if (values[index] === wanted) return null;
  const next = values.slice();
  next[index] = wanted;
  return next;
}

/**
 * Replaces parameters as a whole and, with them, how far training has come: an import, a reset, another seed. Ranges and
 * ties hold for them too.
 */
export function setParameters(
  document: NetworkDocument,
  label: string,
  parameters: Table<Float64Array>,
  position: RunPosition | undefined,
): CommandResult {
  const draft = new Draft(document);
  for (const [id, values] of Object.entries(parameters)) {
    if (document.parameters[id]?.length === values.length) draft.set('parameters', id, values);
  }
  settle(draft);
  draft.set('run', ONLY, position);
  return { label, changes: draft.changes };
}

export function setTraining(document: NetworkDocument, label: string, training: TrainingSettings): CommandResult {
  const draft = new Draft(document);
  draft.set('training', ONLY, training);
  return { label, changes: draft.changes };
}

/** Other data: training continues with the same parameters, from a new epoch. */
export function setData(document: NetworkDocument, label: string, data: DataSettings): CommandResult {
  const draft = new Draft(document);
  draft.set('data', ONLY, data);
  return { label, changes: draft.changes };
}

/** 0 where an edge is not drawn; null when all are, or when the parameter is a bias. */
function maskOf({ connections }: NetworkDocument, id: string): Uint8Array | null {
  return connections[id.slice(0, id.lastIndexOf('.'))]?.mask ?? null;
}
