/** Where a language model's parameters are: counted exactly, block by block, as people speak of it. */
import { learnableCount, type Network } from '../../compile/compile.ts';
import type { Layer } from '../../document/document.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';

export interface CountedBlock {
  /** `block 2`, or the name of a layer that stands by itself. */
  readonly title: string;
  readonly count: number;
  /** What a block is made of, each with its count; empty where it is one layer. */
  readonly parts: readonly { readonly title: string; readonly count: number }[];
}

/** Layers of a block end in its number: `attention 2`, `norm 2a`. */
const blockNumber = (name: string): string | null => / (\d+)[ab]?$/.exec(name)?.[1] ?? null;

/** Where a layer stands: in `block 2` as its `attention`, or by itself, with no part, by its own name. */
export function placeInModel(layer: Pick<Layer, 'kind' | 'name'>): {
  readonly title: string;
  readonly part: string | null;
} {
  const number = isInBlock(layer.kind) ? blockNumber(layer.name) : null;
  if (number === null || number === '0') return { title: layer.name, part: null };
  return { title: `block ${number}`, part: layer.name.replace(/ \d+([ab]?)$/, ' $1').trim() };
}

/** Blocks are made of what is wired: `hidden 1` and `hidden 2` of neurons are two layers. */
function isInBlock(kind: Layer['kind']): boolean {
  const { role, wires }: LayerKind = layerKinds[kind];
  return role === 'hidden' && wires !== undefined;
}

/** In reading order. Layers without parameters are left out; weights count where they lead to. */
export function countBlocks(network: Network): CountedBlock[] {
  const blocks = new Map<string, { count: number; parts: { title: string; count: number }[] }>();
  const owned = new Map<string, number>();
  for (const parameter of network.parameters) {
    owned.set(parameter.owner, (owned.get(parameter.owner) ?? 0) + learnableCount(parameter));
  }
  for (const { id, layer, incoming } of network.layers) {
    const owners = [id, ...incoming.map((connection) => connection.id)];
    const count = owners.reduce((sum, owner) => sum + (owned.get(owner) ?? 0), 0);
    if (count === 0) continue;
    const { title, part } = placeInModel(layer);
    const block = blocks.get(title) ?? { count: 0, parts: [] };
    blocks.set(title, {
      count: block.count + count,
      parts: part === null ? [] : [...block.parts, { title: part, count }],
    });
  }
  return [...blocks].map(([title, block]) => ({ title, ...block }));
}

/** Blocks after one another that have the same count as one line, so that many of them need no more room than one. */
export interface FoldedBlock extends CountedBlock {
  /** Blocks in this line. */
  readonly times: number;
}

/** `block 1`, `block 2`, `block 3` of 198 144 each become `blocks 1–3`, 3 times; whatever stands by itself stays. */
export function foldBlocks(blocks: readonly CountedBlock[]): FoldedBlock[] {
  const folded: FoldedBlock[] = [];
  for (const block of blocks) {
    const before = folded.at(-1);
    const number = /^block (\d+)$/.exec(block.title)?.[1];
    const first = before && /^blocks? (\d+)/.exec(before.title)?.[1];
    if (before && first !== undefined && number !== undefined && before.count === block.count) {
      folded[folded.length - 1] = { ...before, title: `blocks ${first}–${number}`, times: before.times + 1 };
    } else folded.push({ ...block, times: 1 });
  }
  return folded;
}
