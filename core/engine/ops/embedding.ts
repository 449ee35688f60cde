import { formatShape, ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import { gather, scatter } from '../kernels/reference/gather.ts';
import { real, rowsOf } from './op.ts';

/**
 * y = table[id], for the id at every position;  dtable[id] = Σ dy over the positions with that id.
 *
 * @param ids node that holds one id per position
 * @param table parameter [entries, width]
 */
export const embedding = (id: string, ids: string, table: string): GraphNode => ({
  id,
  op: 'embedding',
  sources: [ids],
  shape: ({ value, parameter }) => {
    const { kind, positions, width } = value(ids);
    const shape = parameter(table);
    if (kind !== 'index' || width !== 1) throw new ShapeError('an embedding looks up one id per position');
    if (shape.length !== 2) throw new ShapeError(`an embedding table is entries x width, not ${formatShape(shape)}`);
    return real(positions, shape[1]!);
  },
  bind: ({ value, parameter, result }) => {
    const { tensor: which } = value(ids);
    const { tensor: rowsOfTable, shape } = parameter(table);
    const rows = rowsOf(result);
    const [entries, width] = shape as [number, number];
    return {
      forward: [gather(which, rowsOfTable, result.tensor, rows, width, entries)],
      backward: (gradients) => {
        const { tensor, accumulates } = gradients.parameter(table);
        return [scatter(which, gradients.result, tensor, rows, width, entries, accumulates)];
      },
    };
  },
});
