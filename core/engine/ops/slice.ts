import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import { copyColumns } from '../kernels/reference/columns.ts';
import { fillRows } from '../kernels/reference/rows.ts';
import { real, rowsOf } from './op.ts';

/** y = columns first .. first + width - 1 of the source;  dsource is dy there and 0 elsewhere. */
export const slice = (id: string, source: string, first: number, width: number): GraphNode => ({
  id,
  op: 'slice',
  sources: [source],
  shape: ({ value }) => {
    const whole = value(source);
    if (first < 0 || width < 1 || first + width > whole.width) {
      throw new ShapeError(`columns ${first} to ${first + width - 1} are not all among ${whole.width}`);
    }
    return real(whole.positions, width);
  },
  bind: ({ value, result }) => {
    const { tensor, width: whole } = value(source);
    const rows = rowsOf(result);
    const part = { tensor: result.tensor, width, first: 0 };
    return {
      forward: [copyColumns({ tensor, width: whole, first }, part, rows, width, false)],
      backward: (gradients) => {
        const target = gradients.value(source);
        if (!target) return [];
        const to = { tensor: target.tensor, width: whole, first };
        const copy = copyColumns({ ...part, tensor: gradients.result }, to, rows, width, target.accumulates);
        return target.accumulates ? [copy] : [fillRows(null, target.tensor, rows, whole), copy];
      },
    };
  },
});
