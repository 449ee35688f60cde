/** Whether the tables of a document fit each other: what no single entry can tell. */
import { sizeOf } from '../tensor/shape.ts';
import { rangeOfTie } from './constraints.ts';
import { biasId, ONLY, type Constraints, type NetworkDocument } from './document.ts';
import { parametersOf } from './parameter-shape.ts';

/** Sentences about what does not fit; empty for a document that the app itself made. */
export function inconsistencies(document: NetworkDocument): string[] {
  const found: string[] = [];
  const { layers, connections, parameters, labels } = document;
  if (!document.data[ONLY]) found.push('There are no data settings.');
  if (!document.training[ONLY]) found.push('There are no training settings.');
  for (const [key, { id }] of Object.entries(layers)) {
    if (key !== id) found.push(`Layer "${id}" is kept under "${key}".`);
    if (Object.hasOwn(connections, id)) found.push(`A layer and a connection have the same id "${id}".`);
  }
  for (const [key, { id, source, target, mask }] of Object.entries(connections)) {
    if (key !== id) found.push(`Connection "${id}" is kept under "${key}".`);
    const from = layers[source];
    const to = layers[target];
    if (!from || !to) found.push(`Connection "${id}" ends at a layer that is not there.`);
    else if (mask && mask.length !== from.size * to.size) {
      found.push(`Connection "${id}" marks ${mask.length} edges, but ${from.size * to.size} are possible.`);
    }
  }
  const expectedSize = sizesOf(document);
  for (const [id, values] of Object.entries(parameters)) {
    const size = expectedSize(id);
    if (size === null) found.push(`Parameter "${id}" belongs to nothing that is drawn.`);
    else if (values.length !== size)
      found.push(`Parameter "${id}" has ${values.length} values, but ${size} are needed.`);
  }
  for (const [id, names] of Object.entries(labels)) {
    const size = expectedSize(id);
    if (size === null) found.push(`Names for "${id}" belong to nothing that is drawn.`);
    else if (names.length !== size) found.push(`"${id}" has ${names.length} names, but ${size} are needed.`);
  }
  return [...found, ...misplaced(document), ...inconsistentConstraints(document, expectedSize)];
}

/** What does not fit among notes and groups. */
function misplaced({ layers, notes, groups }: NetworkDocument): string[] {
  const found: string[] = [];
  for (const [key, { id }] of Object.entries(notes)) {
    if (key !== id) found.push(`Note "${id}" is kept under "${key}".`);
    if (id in layers) found.push(`"${id}" is a layer and a note.`);
  }
  const groupOf = new Map<string, string>();
  for (const [key, { id, members }] of Object.entries(groups)) {
    if (key !== id) found.push(`Group "${id}" is kept under "${key}".`);
    for (const member of members) {
      if (!layers[member] && !notes[member]) found.push(`Group "${id}" holds "${member}", which is not there.`);
      if (groupOf.has(member)) found.push(`"${member}" is twice in groups: "${groupOf.get(member)}" and "${id}".`);
      groupOf.set(member, id);
    }
  }
  return found;
}

/**
 * What does not fit among constraints and ties.
 *
 * @param sizeOf entries of a parameter; null when there is no such parameter
 */
export function inconsistentConstraints(
  { constraints, ties }: Constraints,
  sizeOf: (id: string) => number | null,
): string[] {
  const found: string[] = [];
  for (const [id, { frozen, minimum, maximum }] of Object.entries(constraints)) {
    const size = sizeOf(id);
    for (const part of [frozen, minimum, maximum]) {
      if (size === null) found.push(`A constraint on "${id}" belongs to nothing that is drawn.`);
      else if (part && part.length !== size) {
        found.push(`A constraint on "${id}" has ${part.length} entries, but ${size} are needed.`);
      }
    }
    const isEmpty = minimum?.some((least, i) => least > (maximum?.[i] ?? Infinity));
    if (isEmpty) found.push(`A range of "${id}" ends before it begins.`);
  }
  const tied = new Set<string>();
  for (const [key, tie] of Object.entries(ties)) {
    if (key !== tie.id) found.push(`Tie "${tie.id}" is kept under "${key}".`);
    if (tie.members.length < 2) found.push(`Tie "${tie.id}" has fewer than two members.`);
    if (tie.members[0]?.sign === -1) found.push(`Tie "${tie.id}" begins with a mirrored member.`);
    for (const { id, index } of tie.members) {
      if (index >= (sizeOf(id) ?? 0)) found.push(`Tie "${tie.id}" holds ${id}[${index}], which is not there.`);
      if (tied.has(`${id}:${index}`)) found.push(`${id}[${index}] is tied twice.`);
      tied.add(`${id}:${index}`);
    }
    const { minimum, maximum } = rangeOfTie(constraints, tie);
    if (minimum > maximum) found.push(`Tie "${tie.id}" leaves no value that all its members allow.`);
  }
  return found;
}

/** Entries that a parameter must have; null when nothing that is drawn has it. A bias that is switched off may be kept. */
function sizesOf(document: NetworkDocument): (parameterId: string) => number | null {
  const sizes = new Map<string, number>();
  for (const { size, id } of Object.values(document.layers)) sizes.set(biasId(id), size);
  for (const { id, shape } of parametersOf(document)) sizes.set(id, sizeOf(shape));
  return (id) => sizes.get(id) ?? null;
}
