/** Turns many knobs at once: all to one value, all by a factor, all at random. */
import { initialParameters } from '../../compile/initial-parameters.ts';
import type { Network } from '../../compile/compile.ts';
import type { InitializerName } from '../../nn/initializers/registry.ts';
import type { NetworkDocument, ParameterEntry } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';
import { called } from './constrain.ts';
import { setEntries } from './set-values.ts';

type Entries = readonly ParameterEntry[];

export function setAll(document: NetworkDocument, entries: Entries, value: number): CommandResult {
  return changed(document, entries, `set ${called(document, entries)} to ${value}`, () => value);
}

/** By -1: the mirror image. */
export function scale(document: NetworkDocument, entries: Entries, factor: number): CommandResult {
  const label =
    factor === -1 ? `negate ${called(document, entries)}` : `scale ${called(document, entries)} by ${factor}`;
  return changed(document, entries, label, (value) => value * factor + 0); // 0 · -1 would be -0
}

/** Weights as the initializer starts them with this seed; biases start at 0. */
export function randomise(
  document: NetworkDocument,
  network: Network,
  entries: Entries,
  initializer: InitializerName,
  seed: number,
): CommandResult {
  const initial = initialParameters(network, initializer, seed);
  return changed(
    document,
    entries,
    `randomise ${called(document, entries)}`,
    (value, { id, index }) => initial[id]?.[index] ?? value,
  );
}

function changed(
  document: NetworkDocument,
  entries: Entries,
  label: string,
  next: (value: number, entry: ParameterEntry) => number,
): CommandResult {
  if (entries.length === 0) return refuse('No parameter is selected. Select edges, or layers with biases.');
  const values = entries.map((entry) => ({
    entry,
    value: next(document.parameters[entry.id]?.[entry.index] ?? 0, entry),
  }));
  return setEntries(document, label, values);
}
