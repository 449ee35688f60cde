/** Attention as Llama and those after it have it: grouped keys and values, with what single families add. */
import { choice } from '../fields.ts';
import { linear, tensor, type TreeNode } from '../tree.ts';

export const attentionBias = choice('Attention biases', 'Biases of queries, keys and values.', [
  'none',
  'query, key, value',
]);
export const queryKeyNorm = choice('Query/key norm', 'Normalisation of queries and keys.', [
  'none',
  'within a head',
  'over all heads',
]);

export interface AttentionShape {
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly attentionBias: number;
  readonly queryKeyNorm: number;
}

export function attentionTensors(shape: AttentionShape): TreeNode[] {
  const { width: d, heads, keyValueHeads, headSize: a } = shape;
  const [q, k] = [heads * a, keyValueHeads * a];
  const b = shape.attentionBias === 1;
  const norms = [[], [a, a], [q, k]][shape.queryKeyNorm]!;
  return [
    ...linear('q_proj', q, d, b, 'query-output'),
    ...linear('k_proj', k, d, b, 'key-value'),
    ...linear('v_proj', k, d, b, 'key-value'),
    ...linear('o_proj', d, q, false, 'query-output'),
    ...norms.map((length, i) => tensor(i === 0 ? 'q_norm.weight' : 'k_norm.weight', [length], 'norm')),
  ];
}

/** The same as a term of the formula; q = h·a and k = g·a. */
export function attentionTerm(shape: Pick<AttentionShape, 'attentionBias' | 'queryKeyNorm'>): string {
  const biases = shape.attentionBias === 1 ? ' + q + 2·k' : '';
  return `2·d·q + 2·d·k${biases}${['', ' + 2·a', ' + q + k'][shape.queryKeyNorm]!}`;
}

export const attentionWidths = { q: 'h·a', k: 'g·a' };

/** Heads share keys and values in equal groups. */
export const headProblem = (shape: Pick<AttentionShape, 'heads' | 'keyValueHeads'>): string | null =>
  shape.heads % shape.keyValueHeads === 0
    ? null
    : `${shape.heads} heads cannot share ${shape.keyValueHeads} key/value heads evenly. Choose a divisor of ${shape.heads}.`;
