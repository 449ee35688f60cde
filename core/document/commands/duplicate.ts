import { layerKinds } from '../../nn/layers/registry.ts';
import { Draft } from '../change.ts';
import { biasId, weightId, type Layer, type NetworkDocument } from '../document.ts';
import { freeName } from './add-layer.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

const OFFSET = 40;
const letters = { input: 'x', hidden: 'h', output: 'y' } as const;

/** Copies layers beside themselves, with all their values and the connections among them. */
export function duplicate(
  document: NetworkDocument,
  layers: Iterable<string>,
): CommandResult & { readonly copies?: readonly string[] } {
  const originals = [...layers].flatMap((id) => document.layers[id] ?? []);
  if (originals.length === 0) return refuse('Nothing is selected. Select layers to duplicate.');
  const draft = new Draft(document);
  const copyOf = new Map<string, string>();
  for (const original of originals) {
    const copy: Layer = {
      ...original,
      id: freeId(draft.document.layers, 'l'),
      name: freeName(draft.document, letters[layerKinds[original.kind].role]),
      x: original.x + OFFSET,
      y: original.y + OFFSET,
    };
    copyOf.set(original.id, copy.id);
    draft.set('layers', copy.id, copy);
    const biases = document.parameters[biasId(original.id)];
    if (biases) draft.set('parameters', biasId(copy.id), biases.slice());
  }
  for (const connection of Object.values(document.connections)) {
    const source = copyOf.get(connection.source);
    const target = copyOf.get(connection.target);
    if (!source || !target) continue;
    const id = freeId(draft.document.connections, 'c');
    draft.set('connections', id, { id, source, target, mask: connection.mask });
    draft.set('parameters', weightId(id), document.parameters[weightId(connection.id)]!.slice());
  }
  return { label: 'duplicate', changes: draft.changes, copies: [...copyOf.values()] };
}
