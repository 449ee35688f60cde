/** What people call one number of a language model: the block it is in, the tensor, its row and its column, tokens by name. */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';

export interface EntryName {
  /** Name of the layer: `attention 1`. */
  readonly block: string;
  /** `query weights`, `token embedding`. */
  readonly tensor: string;
  /** What it is a part of, as words: `head 2, unit 3`, `the logit of a`. */
  readonly row: string;
  /** What it multiplies, or, of a table, which number of its row it is; null where the tensor is a list. */
  readonly column: string | null;
  /** Both in one, as the inspector has it: `from head 2, unit 4 to unit 3`; of a table `token a, dimension 6`. */
  readonly place: string;
}

interface TensorNames {
  readonly tensor: (row: number) => string;
  readonly row: (row: number) => string;
  readonly column: (column: number) => string;
  /** Whether rows are looked up rather than multiplied. */
  readonly isTable?: boolean;
}

const unit = (i: number): string => `unit ${i + 1}`;
const hiddenUnit = (i: number): string => `hidden unit ${i + 1}`;
const dimension = (i: number): string => `dimension ${i + 1}`;
const table = (tensor: string, row: (row: number) => string): TensorNames => ({
  tensor: () => tensor,
  row,
  column: dimension,
  isTable: true,
});
const plain = (tensor: string, row = unit, column = unit): TensorNames => ({ tensor: () => tensor, row, column });

/**
 * @param tokens how each token of the vocabulary is shown
 * @throws RangeError when there is no such parameter
 */
export function entryName(network: Network, tokens: readonly string[], id: string, index: number): EntryName {
  const info = network.parameters.find((parameter) => parameter.id === id);
  if (!info) throw new RangeError(`internal: there is no parameter "${id}"`);
  const { names, block } = namesOf(network, tokens, id);
  const isMatrix = info.shape.length > 1;
  const width = isMatrix ? info.shape.at(-1)! : 1;
  const at = Math.floor(index / width);
  const row = names.row(at);
  const column = isMatrix ? names.column(index % width) : null;
  const place = column === null ? row : names.isTable ? `${row}, ${column}` : `from ${column} to ${row}`;
  return { block, tensor: names.tensor(at), row, column, place };
}

/** Of a whole tensor, rows of several kinds together: `query, key and value weights`. */
export function tensorName(network: Network, id: string): { readonly block: string; readonly tensor: string } {
  const { names, block } = namesOf(network, [], id);
  if (id.endsWith('.qkvWeight')) return { block, tensor: 'query, key and value weights' };
  if (id.endsWith('.qkvBias')) return { block, tensor: 'query, key and value biases' };
  return { block, tensor: names.tensor(0) };
}

function namesOf(network: Network, tokens: readonly string[], id: string): { names: TensorNames; block: string } {
  const logit = (i: number): string => `the logit of ${tokens[i] ?? i}`;
  for (const entry of network.layers) {
    const isScores = entry.layer.size === network.text?.vocabulary && network.outputLayers.includes(entry.id);
    const connection = entry.incoming.find(({ weightId }) => weightId === id);
    const block = entry.layer.name;
    if (connection) {
      const source = network.layers.find((layer) => layer.id === connection.source)!;
      const column = source.layer.kind === 'flatten' ? flattened(network, source) : unit;
      return { block, names: plain('weights', isScores ? logit : unit, column) };
    }
    if (!id.startsWith(`${entry.id}.`)) continue;
    const name = id.slice(entry.id.length + 1);
    return { block, names: ownNames(entry, name, isScores ? logit : unit, (i) => `token ${tokens[i] ?? i}`) };
  }
  throw new RangeError(`internal: no layer owns the parameter "${id}"`);
}

function ownNames(
  { layer }: CompiledLayer,
  name: string,
  output: (i: number) => string,
  nameOfToken: (i: number) => string,
): TensorNames {
  const { kind, size } = layer;
  if (kind === 'embedding') return table('token embedding', nameOfToken);
  if (kind === 'positions') return table('position embedding', (i) => `position ${i + 1}`);
  if (kind === 'normalisation') return plain(name === 'bias' ? 'shift' : 'scale');
  if (kind === 'attention') return attentionNames(layer, name, size);
  if (kind === 'feedForward') {
    if (name === 'outWeight') return plain('output weights', unit, hiddenUnit);
    if (name === 'outBias') return plain('output bias');
    const part = name.startsWith('gate') ? 'gate' : 'hidden';
    return plain(`${part} ${name.endsWith('Bias') ? 'bias' : 'weights'}`, hiddenUnit);
  }
  return plain(name === 'bias' ? 'bias' : name, output);
}

/** Rows of W_qkv are queries, then keys, then values; in each of them heads are slices. */
function attentionNames(layer: CompiledLayer['layer'], name: string, size: number): TensorNames {
  const { fields }: LayerKind = layerKinds[layer.kind];
  const width = size / (layer.settings?.['heads'] ?? fields!['heads']!.initial);
  const ofHead = (i: number): string => `head ${Math.floor(i / width) + 1}, unit ${(i % width) + 1}`;
  if (name === 'outWeight') return plain('output weights', unit, ofHead);
  if (name === 'outBias') return plain('output bias');
  const what = name === 'qkvBias' ? 'bias' : 'weights';
  const part = (row: number): string => ['query', 'key', 'value'][Math.floor(row / size)]!;
  return { tensor: (row) => `${part(row)} ${what}`, row: (row) => ofHead(row % size), column: unit };
}

/** All positions side by side: `2 back, unit 3`, counted from the token that is guessed. */
function flattened(network: Network, { wires }: CompiledLayer): (i: number) => string {
  const { size } = network.layers.find(({ id }) => id === wires[0])!.layer;
  const context = network.text?.context ?? 1;
  return (i) => `${context - Math.floor(i / size)} back, unit ${(i % size) + 1}`;
}
