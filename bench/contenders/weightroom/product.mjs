/** A single matrix product of the fast kernels. */
import { Arena } from '../../../core/engine/arena.ts';
import { viewOf } from '../../../core/engine/kernels/kernels.ts';
import { product } from '../../../core/engine/kernels/reference/product.ts';
import { largestError } from '../../tasks/matrix-product.mjs';
import { fastKernels } from './kernels.mjs';

export function makeProduct({ rows, inner, columns, tensors }, threads) {
  const kernels = fastKernels(threads);
  const arena = new Arena(kernels.precision);
  const [a, b, c] = [rows * inner, inner * columns, rows * columns].map((length, i) => arena.lasting('abc'[i], length));
  const call = product({
    left: { tensor: a, rowStep: inner, columnStep: 1 },
    right: { tensor: b, rowStep: columns, columnStep: 1 },
    result: { tensor: c, rowStep: columns },
    rows,
    columns,
    inner,
    accumulates: false,
  });
  const memory = kernels.allocate(arena.layOut([call]));
  const program = kernels.prepare([call], memory);
  program.setExamples(1);
  viewOf(memory, a, 'float32').set(tensors.a.values);
  viewOf(memory, b, 'float32').set(tensors.b.values);
  const run = (steps) => {
    for (let step = 0; step < steps; step++) program.run(0, 1);
  };
  return {
    notes: [kernels.name],
    run,
    loss: () => (run(1), largestError(viewOf(memory, c, 'float32'), tensors.expected.values)),
    close: () => kernels.release(),
  };
}
