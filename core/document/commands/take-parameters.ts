import { difference, apply } from '../change.ts';
import type { Constraints, NetworkDocument, RunPosition, Table } from '../document.ts';
import { isRefusal, type CommandResult } from './command.ts';
import { tidied } from './move-constraints.ts';
import { setParameters } from './set-values.ts';

/**
 * Takes over parameters from a file and, where it speaks of them, what training must keep to: those it names are the only
 * ones then. Values that are not allowed move to the nearest that is.
 *
 * @param held null leaves frozen entries, ranges and ties as they are
 */
export function takeParameters(
  document: NetworkDocument,
  parameters: Table<Float64Array>,
  held: Constraints | null,
  position: RunPosition | undefined,
): CommandResult {
  const label = 'import parameters';
  if (!held) return setParameters(document, label, parameters, position);
  const constraints = Object.entries(held.constraints).flatMap(([id, constraint]) => {
    const kept = tidied(constraint);
    return kept ? [[id, kept] as const] : [];
  });
  const holding = { ...document, constraints: Object.fromEntries(constraints), ties: held.ties };
  const result = setParameters(holding, label, parameters, position);
  if (isRefusal(result)) return result;
  return { label, changes: difference(document, apply(holding, result.changes)) };
}
