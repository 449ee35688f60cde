import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import { copyColumns } from '../kernels/reference/columns.ts';
import { formatValue, real, rowsOf, type Binding } from './op.ts';

/** y = the sources' rows side by side;  each source's gradient is its own columns of dy. */
export const concatenate = (id: string, sources: readonly string[]): GraphNode => ({
  id,
  op: 'concatenate',
  sources,
  shape: ({ value }) => {
    const shapes = sources.map(value);
    const [first] = shapes;
    if (!first) throw new ShapeError('nothing to concatenate');
    for (const shape of shapes) {
      if (shape.positions === first.positions) continue;
      throw new ShapeError(`cannot put ${formatValue(first)} and ${formatValue(shape)} side by side`);
    }
    return real(
      first.positions,
      shapes.reduce((sum, { width }) => sum + width, 0),
    );
  },
  bind: (binding) => {
    const { result } = binding;
    const rows = rowsOf(result);
    const parts = blocks(binding, sources);
    return {
      forward: parts.map(({ tensor, width, first }) =>
        copyColumns(
          { tensor, width, first: 0 },
          { tensor: result.tensor, width: result.width, first },
          rows,
          width,
          false,
        ),
      ),
      backward: (gradients) =>
        parts.flatMap(({ source, width, first }) => {
          const target = gradients.value(source);
          if (!target) return [];
          const from = { tensor: gradients.result, width: result.width, first };
          return [copyColumns(from, { tensor: target.tensor, width, first: 0 }, rows, width, target.accumulates)];
        }),
    };
  },
});

/** Each source with the column at which it starts. */
function blocks({ value }: Binding, sources: readonly string[]) {
  let next = 0;
  return sources.map((source) => {
    const { tensor, width } = value(source);
    const first = next;
    next += width;
    return { source, tensor, width, first };
  });
}
