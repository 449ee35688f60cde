import { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { onCanvas, ownerOf, type Layer, type NetworkDocument } from '../document.ts';
import type { Fragment } from '../fragment.ts';
import { freeName, nameStem } from './add-layer.ts';
import { freeId, refuse, type CommandResult } from './command.ts';
import { freeGroupName } from './groups.ts';
import { settleOwned } from './settle.ts';

/** How far from where it came from something is put. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}
export const BESIDE: Shift = { x: 40, y: 40 };

/** With the ids of the new layers and notes, in the fragment's order. */
export type PasteResult = CommandResult & { readonly copies?: readonly string[]; readonly notes?: readonly string[] };

/**
 * Puts a fragment into the drawing: new ids, all its values and inner connections, its notes and groups. A name that is
 * taken gives way to the next free one.
 */
export function paste(document: NetworkDocument, fragment: Fragment, label = 'paste', shift = BESIDE): PasteResult {
  if (fragment.layers.length + fragment.notes.length === 0) {
    return refuse('There is no layer to paste. Copy layers first.');
  }
  const draft = new Draft(document);
  const copyOf = new Map<string, string>();
  const parameterCopies = new Map<string, string>();
  for (const original of fragment.layers) {
    const isTaken = Object.values(draft.document.layers).some(({ name }) => name === original.name);
    const copy: Layer = {
      ...original,
      id: freeId(draft.document.layers, 'l'),
      name: isTaken ? freeName(draft.document, nameStem(original.kind)) : original.name,
      x: onCanvas(original.x + shift.x),
      y: onCanvas(original.y + shift.y),
    };
    copyOf.set(original.id, copy.id);
    draft.set('layers', copy.id, copy);
    copyParameters(draft, fragment, parameterCopies, original.id, copy.id);
  }
  for (const { id, source, target, mask } of fragment.connections) {
    const copy = freeId(draft.document.connections, 'c');
    draft.set('connections', copy, { id: copy, source: copyOf.get(source)!, target: copyOf.get(target)!, mask });
    copyParameters(draft, fragment, parameterCopies, id, copy);
  }
  // A table of tokens may have come without the tokens that gave it its size.
  settleOwned(draft, Random.fromSeed(1));
  const copies = [...copyOf.values()];
  const notes = fragment.notes.map((note) => {
    const id = freeId(draft.document.notes, 'n');
    copyOf.set(note.id, id);
    draft.set('notes', id, { ...note, id, x: onCanvas(note.x + shift.x), y: onCanvas(note.y + shift.y) });
    return id;
  });
  for (const { name, members } of fragment.groups) {
    const id = freeId(draft.document.groups, 'g');
    const isTaken = Object.values(draft.document.groups).some((group) => group.name === name);
    draft.set('groups', id, {
      id,
      name: isTaken ? freeGroupName(draft.document) : name,
      members: members.map((member) => copyOf.get(member)!).sort(),
    });
  }
  pasteConstraints(draft, fragment, parameterCopies);
  return { label, changes: draft.changes, copies, notes };
}

function pasteConstraints(draft: Draft, { constraints, ties }: Fragment, copyOf: ReadonlyMap<string, string>): void {
  for (const [id, constraint] of Object.entries(constraints)) {
    draft.set('constraints', copyOf.get(id) ?? id, { ...constraint });
  }
  for (const { members } of ties) {
    const id = freeId(draft.document.ties, 't');
    draft.set('ties', id, {
      id,
      members: members.map((member) => ({ ...member, id: copyOf.get(member.id) ?? member.id })),
    });
  }
}

/** @param copies the new id of every parameter by its old one, added to */
function copyParameters(
  draft: Draft,
  { parameters }: Fragment,
  copies: Map<string, string>,
  from: string,
  to: string,
): void {
  for (const [id, values] of Object.entries(parameters)) {
    if (ownerOf(id) !== from) continue;
    const copy = `${to}${id.slice(from.length)}`;
    copies.set(id, copy);
    draft.set('parameters', copy, values.slice());
  }
}
