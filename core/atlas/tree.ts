/**
 * A model as a tree of blocks that ends in tensors: what the atlas counts, lists and draws. Equal layers share their
 * children, so that a model with 70,000 tensors stays a few hundred objects.
 */
import { sizeOf, type Shape } from '../tensor/shape.ts';

/** What a tensor is for: shares are given by group, and the map is coloured by it. */
export const groups = {
  'feed-forward': 'Feed-forward',
  'query-output': 'Attention: query, output',
  'key-value': 'Attention: key, value',
  embedding: 'Token embedding',
  position: 'Positions and segments',
  head: 'Output head',
  router: 'Router',
  norm: 'Normalisation',
  weight: 'Weights',
  bias: 'Biases',
} as const;
export type GroupName = keyof typeof groups;

export interface TensorNode {
  readonly kind: 'tensor';
  readonly name: string;
  readonly shape: Shape;
  readonly group: GroupName;
  /** Parameters in it: the product of its shape, or fewer where edges are not drawn. */
  readonly count: number;
  /** Of these, how many compute one token. */
  readonly active: number;
}

export interface BlockNode {
  readonly kind: 'block';
  readonly name: string;
  readonly children: readonly TreeNode[];
  readonly count: number;
  readonly active: number;
}

export type TreeNode = TensorNode | BlockNode;

export function tensor(name: string, shape: Shape, group: GroupName, count = sizeOf(shape)): TensorNode {
  return { kind: 'tensor', name, shape, group, count, active: count };
}

/** The same tensor of every expert in one, of which `chosen` compute a token: shape [experts, ...shape]. */
export function stacked(experts: number, chosen: number, name: string, shape: Shape, group: GroupName): TensorNode {
  return { ...tensor(name, [experts, ...shape], group), active: chosen * sizeOf(shape) };
}

/** A weight [out, in], and its bias [out] where there is one. */
export function linear(name: string, outputs: number, inputs: number, hasBias: boolean, group: GroupName): TreeNode[] {
  const weight = tensor(`${name}.weight`, [outputs, inputs], group);
  return hasBias ? [weight, tensor(`${name}.bias`, [outputs], group)] : [weight];
}

export function block(name: string, children: readonly TreeNode[]): BlockNode {
  return { kind: 'block', name, children, count: sum(children, 'count'), active: sum(children, 'active') };
}

/** `times` blocks with the same children, named `Layer 0` onwards, as files number them. */
export function repeated(times: number, name: string, children: readonly TreeNode[], first = 0): BlockNode[] {
  if (times === 0) return [];
  const one = block(name, children);
  return Array.from({ length: times }, (_, i) => ({ ...one, name: `${name} ${first + i}` }));
}

/** Blocks of equal size, of which a token passes `chosen`. */
export function choiceOf(name: string, experts: readonly BlockNode[], chosen: number): BlockNode {
  return { ...block(name, experts), active: chosen * (experts[0]?.active ?? 0) };
}

export const childrenOf = (node: TreeNode): readonly TreeNode[] => (node.kind === 'block' ? node.children : []);

/** Equal neighbours taken together: 80 layers are one line of a list. */
export interface Run {
  /** `Layer 0 to 79` */
  readonly name: string;
  /** The first of them. */
  readonly node: TreeNode;
  readonly at: number;
  readonly times: number;
}

export function runsOf(parent: TreeNode): Run[] {
  const runs: Run[] = [];
  childrenOf(parent).forEach((node, at) => {
    const before = runs.at(-1);
    const isSame = before?.node.kind === 'block' && node.kind === 'block' && before.node.children === node.children;
    if (!isSame) runs.push({ name: node.name, node, at, times: 1 });
    else {
      const name = `${before.node.name} to ${node.name.split(' ').at(-1)}`;
      runs[runs.length - 1] = { ...before, name, times: before.times + 1 };
    }
  });
  return runs;
}

/** How many tensors there are. */
export function countTensors(node: TreeNode, known = new Map<readonly TreeNode[], number>()): number {
  if (node.kind === 'tensor') return 1;
  const found = known.get(node.children);
  if (found !== undefined) return found;
  const count = node.children.reduce((total, child) => total + countTensors(child, known), 0);
  known.set(node.children, count);
  return count;
}

/** Parameters by group, largest first; they add up to the total. */
export function sharesOf(root: TreeNode): { readonly group: GroupName; readonly count: number }[] {
  const totals = groupTotals(root, new Map());
  return [...totals].map(([group, count]) => ({ group, count })).sort((a, b) => b.count - a.count);
}

type Totals = ReadonlyMap<GroupName, number>;

function groupTotals(node: TreeNode, known: Map<readonly TreeNode[], Totals>): Totals {
  if (node.kind === 'tensor') return new Map([[node.group, node.count]]);
  const found = known.get(node.children);
  if (found) return found;
  const totals = new Map<GroupName, number>();
  for (const child of node.children) {
    for (const [group, count] of groupTotals(child, known)) totals.set(group, (totals.get(group) ?? 0) + count);
  }
  known.set(node.children, totals);
  return totals;
}

const sum = (nodes: readonly TreeNode[], what: 'count' | 'active'): number =>
  nodes.reduce((total, node) => total + node[what], 0);
