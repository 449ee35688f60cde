import type { GraphNode } from '../graph.ts';

export interface InputNode extends GraphNode {
  readonly op: 'input';
}

/** A place where numbers of the example enter; the plan itself writes them. */
export const input = (id: string, width: number): InputNode => ({
  id,
  op: 'input',
  width,
  bind: () => ({ forward: [], backward: [] }),
});
