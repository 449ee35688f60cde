/** Why the chain rule of a parameter cannot be written out: a layer on its way to the loss that has none, or too many numbers. */
import type { Network } from '../compile/compile.ts';
import type { ParameterEntry } from '../document/document.ts';
import type { Layer } from '../document/document.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';

/** Numbers that one explanation may hold: beyond, a batch is too much to write out. */
const MOST_NUMBERS = 8_000_000;

/** Whether the chain rule leads through a layer: neurons, and what says its derivative. */
export function isExplained({ kind }: Layer): boolean {
  const { role, hasActivation, rows }: LayerKind = layerKinds[kind];
  return role === 'input' || hasActivation || rows !== undefined;
}

/**
 * @param entry whose chain rule is wanted; any parameter's where it is null
 * @returns why it cannot be explained; null when it can
 */
export function explanationRefusal(network: Network, rows: number, entry: ParameterEntry | null): string | null {
  const [found] = network.text ? network.layers : entry ? obstaclesOf(network, entry) : [];
  if (found) return refusalOf(network, found.layer, entry);
  const { parameterCount } = network;
  if (rows * parameterCount <= MOST_NUMBERS) return null;
  return `${rows} examples of ${parameterCount} parameters are too much to write out. Choose a smaller batch.`;
}

function refusalOf({ text }: Network, { id, name }: Layer, entry: ParameterEntry | null): string {
  if (text) return 'The chain rule of a language model is not written out: it leads over every position of the text.';
  const isOwn = entry !== null && ownerOf(entry) === id;
  return isOwn
    ? `"${name}" is no layer of neurons, so the chain rule of its parameters is not written out.`
    : `The way from this parameter to the loss leads through "${name}", whose chain rule is not written out. It is for neurons, softmax, add and normalisation.`;
}

/** Layers from a parameter to the loss that are not explained, in order of computing. */
function obstaclesOf({ layers }: Network, entry: ParameterEntry): Network['layers'] {
  const owner = ownerOf(entry);
  const reached = new Set<string>();
  return layers.filter((compiled) => {
    const { id, incoming, wires, layer } = compiled;
    const isFirst = id === owner || incoming.some((connection) => connection.id === owner);
    const isAfter = isFirst || [...incoming.map(({ source }) => source), ...wires].some((from) => reached.has(from));
    if (isAfter) reached.add(id);
    return isAfter && !isExplained(layer);
  });
}

/** `h1.bias` belongs to `h1`. */
const ownerOf = ({ id }: ParameterEntry): string => id.slice(0, id.lastIndexOf('.'));
