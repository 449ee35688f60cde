/** The user's own drawing as the same kind of tree: one block a layer, in it the weights that end there and its bias. */
import type { NetworkDocument } from '../document/document.ts';
import { parametersOf } from '../document/parameter-shape.ts';
import { block, tensor, type BlockNode, type TensorNode } from './tree.ts';

export function treeOfDocument(name: string, document: NetworkDocument): BlockNode {
  const byLayer = new Map<string, TensorNode[]>();
  for (const { id, shape, mask } of parametersOf(document)) {
    const owner = id.slice(0, id.lastIndexOf('.'));
    const own = id.slice(owner.length + 1);
    const connection = document.connections[owner];
    const title = connection ? `weights from ${document.layers[connection.source]!.name}` : own;
    const drawn = mask?.reduce((sum, bit) => sum + bit, 0);
    const made = tensor(title, shape, own === 'bias' ? 'bias' : 'weight', drawn);
    const layer = connection?.target ?? owner;
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), made]);
  }
  const layers = Object.values(document.layers).filter(({ id }) => byLayer.has(id));
  return block(
    name,
    layers.map((layer) => block(layer.name, byLayer.get(layer.id)!)),
  );
}
