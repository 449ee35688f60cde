import { layerKinds } from '../../nn/layers/registry.ts';
import { Draft } from '../change.ts';
import { biasId, onCanvas, weightId, type Layer, type NetworkDocument } from '../document.ts';
import type { Fragment } from '../fragment.ts';
import { freeName, nameLetters } from './add-layer.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

const OFFSET = 40;

/** With the ids of the new layers, in the fragment's order. */
export type PasteResult = CommandResult & { readonly copies?: readonly string[] };

/**
 * Puts a fragment into the drawing, beside where it came from: new ids, all its values and inner connections. A name that is
 * taken gives way to the next free one.
 */
export function paste(document: NetworkDocument, fragment: Fragment, label = 'paste'): PasteResult {
  if (fragment.layers.length === 0) return refuse('There is no layer to paste. Copy layers first.');
  const draft = new Draft(document);
  const copyOf = new Map<string, string>();
  for (const original of fragment.layers) {
    const isTaken = Object.values(draft.document.layers).some(({ name }) => name === original.name);
    const copy: Layer = {
      ...original,
      id: freeId(draft.document.layers, 'l'),
      name: isTaken ? freeName(draft.document, nameLetters[layerKinds[original.kind].role]) : original.name,
      x: onCanvas(original.x + OFFSET),
      y: onCanvas(original.y + OFFSET),
    };
    copyOf.set(original.id, copy.id);
    draft.set('layers', copy.id, copy);
    draft.set('parameters', biasId(copy.id), fragment.parameters[biasId(original.id)]?.slice());
  }
  for (const { id, source, target, mask } of fragment.connections) {
    const copy = freeId(draft.document.connections, 'c');
    draft.set('connections', copy, { id: copy, source: copyOf.get(source)!, target: copyOf.get(target)!, mask });
    draft.set('parameters', weightId(copy), fragment.parameters[weightId(id)]?.slice());
  }
  return { label, changes: draft.changes, copies: [...copyOf.values()] };
}
