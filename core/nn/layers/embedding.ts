import { embedding as lookUp } from '../../engine/ops/embedding.ts';
import type { LayerKind } from './layer-kind.ts';

/**
 * y = W[token]: the row of the table that belongs to the token. W [vocabulary, size]
 *
 * @see Bengio et al., "A neural probabilistic language model", 2003
 */
export const embedding: LayerKind = {
  title: 'Token embedding',
  shortName: 'embedding',
  description: 'Looks up a vector for each token: one row of a table per entry of the vocabulary.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesAnyWidth: true,
  takesBias: false,
  parameters: ({ size }, { tokens }) => [{ name: 'weight', shape: [tokens?.size ?? 1, size], start: 'weights' }],
  formula: () => 'y = W[token]',
  problem: ({ name }, [source]) =>
    source?.kind === 'tokens'
      ? null
      : `"${name}" looks up tokens, but "${source?.name ?? ''}" gives numbers. Connect a tokens input to it.`,
  lower: ({ id }, [incoming], parameterId) => [lookUp(id, incoming!.source, parameterId('weight'))],
};
