/**
 * The user's own drawing as the same kind of tree as the known models: blocks of layers, in them the weights that end there and
 * what the layers own, each tensor in the group that it has in a known model. Query, key and value are three tensors here too.
 */
import { isWired, layerContext } from '../compile/layer-context.ts';
import { ownerOf, type Layer } from '../document/document.ts';
import { parametersOf, type DrawnNetwork, type ParameterOfDocument } from '../document/parameter-shape.ts';
import type { LayerKindName } from '../nn/layers/registry.ts';
import { placeInModel } from '../presets/language/count-blocks.ts';
import { block, tensor, type BlockNode, type GroupName, type TensorNode, type TreeNode } from './tree.ts';

/** What the tensors of a wired layer are for; null where the kind owns none. */
const groupOfKind = {
  input: null,
  dense: null,
  output: null,
  tokens: null,
  embedding: 'embedding',
  positions: 'position',
  normalisation: 'norm',
  softmax: null,
  attention: 'query-output',
  feedForward: 'feed-forward',
  add: null,
  flatten: null,
  head: 'head',
} as const satisfies Record<LayerKindName, GroupName | null>;

export function treeOfDocument(name: string, drawn: DrawnNetwork): BlockNode {
  const { layers, connections } = drawn;
  const isOfTokens = layerContext(Object.values(layers)).tokens !== null;
  const byLayer = new Map<string, TensorNode[]>();
  for (const parameter of parametersOf(drawn)) {
    const owner = ownerOf(parameter.id);
    const layer = layers[connections[owner]?.target ?? owner]!;
    const made = isWired(layer) ? ownTensors(layer, parameter) : [neuronTensor(drawn, layer, parameter, isOfTokens)];
    byLayer.set(layer.id, [...(byLayer.get(layer.id) ?? []), ...made]);
  }
  return block(name, gathered(Object.values(layers), byLayer));
}

/** Layers of one block of a transformer together, in the order in which they are drawn first; equal blocks share their children. */
function gathered(layers: readonly Layer[], tensors: ReadonlyMap<string, TensorNode[]>): TreeNode[] {
  const places = new Map<string, { readonly isBlock: boolean; readonly children: TreeNode[] }>();
  for (const layer of layers) {
    const own = tensors.get(layer.id);
    if (!own) continue;
    const { title, part } = placeInModel(layer);
    const isBlock = part !== null;
    const key = isBlock ? title : layer.id;
    const place = places.get(key) ?? { isBlock, children: [] };
    place.children.push(block(part ?? layer.name, own));
    places.set(key, place);
  }
  const known = new Map<string, readonly TreeNode[]>();
  return [...places].map(([title, { isBlock, children }]) => {
    if (!isBlock) return children[0]!;
    const written = JSON.stringify(children);
    const same = known.get(written) ?? children;
    known.set(written, same);
    return block(title, same);
  });
}

/** Weights of a connection, or the bias, of a layer of neurons; in a language model such an output is its head. */
function neuronTensor(
  { layers, connections }: DrawnNetwork,
  layer: Layer,
  { id, shape, mask }: ParameterOfDocument,
  isOfTokens: boolean,
): TensorNode {
  const connection = connections[ownerOf(id)];
  const title = connection ? `weights from ${layers[connection.source]!.name}` : 'bias';
  const group = isOfTokens && layer.kind === 'output' ? 'head' : connection ? 'weight' : 'bias';
  return tensor(
    title,
    shape,
    group,
    mask?.reduce((sum, bit) => sum + bit, 0),
  );
}

const QUERY_KEY_VALUE = ['q', 'k', 'v'] as const;

/** `qkvWeight` [3C, C] as `q.weight`, `k.weight`, `v.weight` [C, C]; `innerWeight` as `inner.weight`. */
function ownTensors(layer: Layer, { id, shape }: ParameterOfDocument): TensorNode[] {
  const own = id.slice(ownerOf(id).length + 1);
  const title = own.replace(/(Weight|Bias)$/, (what) => `.${what.toLowerCase()}`);
  const group: GroupName = groupOfKind[layer.kind] ?? 'weight';
  const [what = '', kind] = title.split('.');
  if (what !== 'qkv') return [tensor(title, shape, group)];
  const [rows = 0, ...columns] = shape;
  return QUERY_KEY_VALUE.map((part) =>
    tensor(`${part}.${kind}`, [rows / 3, ...columns], part === 'q' ? 'query-output' : 'key-value'),
  );
}
