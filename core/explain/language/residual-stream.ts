/**
 * The stream of values that every block of a transformer reads from and adds to, from the embeddings to the head; and by it the
 * blocks. Found in the drawing itself: from the output back over the adds, so that rewired networks have one too.
 */
import type { CompiledLayer, Network } from '../../compile/compile.ts';
import { ownersOf } from '../../compile/owners.ts';

/** A place on the stream: after the layer `node`. */
export interface Station {
  /** Id of the layer whose value the stream is there. */
  readonly node: string;
  /** Of what was added last (`attention 1`); at the first station, of what enters. */
  readonly name: string;
  /** Id of the layer that was added last; null at the first station. */
  readonly added: string | null;
}

export interface ResidualStream {
  /** In the order of computing; one where nothing is added, none where the output joins several layers. */
  readonly stations: readonly Station[];
  /** Ids of the layers from the last station to the scores: the final normalisation, if any, and the head. */
  readonly readOut: readonly string[];
}

export function residualStream({ layers, outputLayers }: Network): ResidualStream {
  const byId = new Map(layers.map((entry) => [entry.id, entry]));
  const output = byId.get(outputLayers[0]!)!;
  const readOut = [output.id];
  let at = onlySource(output, byId);
  if (at?.layer.kind === 'normalisation') {
    readOut.unshift(at.id);
    at = onlySource(at, byId);
  }
  const stations: Station[] = [];
  while (at) {
    const { id, layer, wires } = at;
    if (layer.kind !== 'add') {
      stations.unshift({ node: id, name: layer.name, added: null });
      break;
    }
    const [left, right] = wires as readonly [string, string];
    const isRightBranch = ancestors(right, byId).has(left);
    if (!isRightBranch && !ancestors(left, byId).has(right)) {
      stations.unshift({ node: id, name: layer.name, added: null });
      break;
    }
    const added = byId.get(isRightBranch ? right : left)!;
    stations.unshift({ node: id, name: added.layer.name, added: added.id });
    at = byId.get(isRightBranch ? left : right);
  }
  return { stations, readOut };
}

export interface Block {
  readonly name: string;
  /** Ids of its layers, in the order of computing. */
  readonly layers: readonly string[];
}

/**
 * Embeddings, each block (an attention and what follows it up to the next), and the head; where nothing is added to a stream,
 * each layer with parameters by itself. Every layer with parameters is in exactly one.
 */
export function blocksOf(network: Network): Block[] {
  const { stations, readOut } = residualStream(network);
  const { layers } = network;
  const byId = new Map(layers.map((entry) => [entry.id, entry]));
  const withParameters = new Set(ownersOf(network).values());
  const left = new Set(layers.map(({ id }) => id));
  const blocks: { name: string; layers: string[] }[] = [];
  const take = (ids: Iterable<string>): string[] => {
    const wanted = new Set(ids);
    const taken = layers.filter(({ id }) => wanted.has(id) && left.has(id)).map(({ id }) => id);
    for (const id of taken) left.delete(id);
    return taken;
  };
  if (stations.length > 1) {
    const first = stations[0]!.node;
    blocks.push({ name: 'Embeddings', layers: take([first, ...ancestors(first, byId)]) });
    let count = 0;
    for (const { node, added } of stations.slice(1)) {
      const own = take([node, added!, ...ancestors(added!, byId)]);
      const hasAttention = own.some((id) => byId.get(id)!.layer.kind === 'attention');
      if (count === 0 || hasAttention) {
        count++;
        blocks.push({ name: `Block ${count}`, layers: own });
      } else blocks.at(-1)!.layers.push(...own);
    }
    blocks.push({ name: 'Head', layers: take(readOut) });
  }
  for (const { id, layer } of layers) {
    if (left.has(id) && withParameters.has(id)) blocks.push({ name: layer.name, layers: take([id]) });
  }
  return blocks.filter((block) => block.layers.some((id) => withParameters.has(id)));
}

const sourcesOf = ({ incoming, wires }: CompiledLayer): string[] => [...incoming.map(({ source }) => source), ...wires];

function onlySource(entry: CompiledLayer, byId: ReadonlyMap<string, CompiledLayer>): CompiledLayer | undefined {
  const sources = sourcesOf(entry);
  return sources.length === 1 ? byId.get(sources[0]!) : undefined;
}

/** Ids of all layers that a layer's value depends on, without itself. */
function ancestors(id: string, byId: ReadonlyMap<string, CompiledLayer>): Set<string> {
  const found = new Set<string>();
  const waiting = [...sourcesOf(byId.get(id)!)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...sourcesOf(byId.get(next)!));
  }
  return found;
}
