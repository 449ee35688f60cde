import type { DataSettings } from '../../data/data-settings.ts';
import { Draft } from '../change.ts';
import { ONLY, type NetworkDocument, type RunPosition, type Table, type TrainingSettings } from '../document.ts';
import { parameterName } from '../parameter-names.ts';
import { refuse, type CommandResult } from './command.ts';

/** Turns one knob. */
export function setParameter(document: NetworkDocument, id: string, index: number, value: number): CommandResult {
  const values = document.parameters[id];
  if (!values || index < 0 || index >= values.length) return refuse('That parameter is not there any more.');
  const name = parameterName(document, id, index);
  if (!Number.isFinite(value)) return refuse(`${name} must be a finite number, not ${value}.`);
  if (maskOf(document, id)?.[index] === 0)
    return refuse(`${name} is not drawn, so it is 0. Connect its two ends first.`);
  const draft = new Draft(document);
  if (values[index] !== value) {
    const next = values.slice();
    next[index] = value;
    draft.set('parameters', id, next);
  }
  return { label: `turn ${name}`, changes: draft.changes };
}

/** Replaces parameters as a whole and, with them, how far training has come: an import, a reset, another seed. */
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
