import type { GraphNode } from '../graph.ts';

/** A place where numbers of the example enter; whoever runs the plan writes them. */
export const input = (id: string, width: number, positions = 1): GraphNode => ({
  id,
  op: 'input',
  sources: [],
  shape: () => ({ positions, width, kind: 'real' }),
  bind: () => ({ forward: [], backward: () => [] }),
});

/** A place where whole numbers enter: one id per position. */
export const idInput = (id: string, positions: number): GraphNode => ({
  id,
  op: 'input',
  sources: [],
  shape: () => ({ positions, width: 1, kind: 'index' }),
  bind: () => ({ forward: [], backward: () => [] }),
});
