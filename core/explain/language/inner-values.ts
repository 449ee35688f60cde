/** What of a language model can be looked at token by token: every layer's output, and what is inside attention and feed-forward. */
import type { CompiledLayer, Network } from '../../compile/compile.ts';
import { attendedId } from '../../nn/layers/attention.ts';
import { activatedId, hiddenUnitsOf } from '../../nn/layers/feed-forward.ts';

export interface InnerValue {
  /** Node of the graph. */
  readonly node: string;
  /** `feed-forward 1: hidden units` */
  readonly title: string;
  readonly width: number;
}

/** In the order of computing, hidden units before the output that they make; tokens themselves are numbers without meaning. */
export const innerValues = ({ layers }: Network): InnerValue[] =>
  layers.filter(({ layer }) => layer.kind !== 'tokens' && layer.kind !== 'flatten').flatMap(valuesOf);

function valuesOf({ id, layer }: CompiledLayer): InnerValue[] {
  const { kind, name, size } = layer;
  const output = { node: id, title: name, width: size };
  if (kind === 'feedForward') {
    return [{ node: activatedId(id), title: `${name}: hidden units`, width: hiddenUnitsOf(layer) }, output];
  }
  if (kind === 'attention') {
    const [query, gathered] = [`${id}.qkv`, attendedId(id)];
    return [
      { node: query, title: `${name}: queries, keys, values`, width: 3 * size },
      { node: gathered, title: `${name}: what the heads gather`, width: size },
      output,
    ];
  }
  return [output];
}
