import type { GraphNode } from '../graph.ts';
import { real } from './op.ts';

/** y = all positions of an example in one row: [positions, width] read as [1, positions · width]. Costs nothing. */
export const flatten = (id: string, source: string): GraphNode => ({
  id,
  op: 'flatten',
  sources: [source],
  isView: true,
  shape: ({ value }) => {
    const { positions, width } = value(source);
    return real(1, positions * width);
  },
  bind: () => ({ forward: [], backward: () => [] }),
});
