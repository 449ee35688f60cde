import { flatten as inOneRow } from '../../engine/ops/flatten.ts';
import type { LayerKind } from './layer-kind.ts';
import { contextOf } from './tokens.ts';

/** All positions side by side in one row: what a plain dense layer can take. */
export const flatten: LayerKind = {
  title: 'Side by side',
  description: 'Puts the vectors of all positions into one long row, for a dense layer to take.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesAnyWidth: true,
  takesBias: false,
  largestSize: 65_536,
  parameters: () => [],
  formula: () => 'y = all positions in one row',
  positions: () => 1,
  problem: ({ name, size }, [source], { tokens }) => {
    const wanted = (source?.size ?? 0) * (tokens ? contextOf(tokens) : 1);
    if (size === wanted) return null;
    return `"${name}" gets ${wanted} numbers but has ${size}. Set its size to ${wanted}.`;
  },
  lower: ({ id }, [incoming]) => [inOneRow(id, incoming!.source)],
};
