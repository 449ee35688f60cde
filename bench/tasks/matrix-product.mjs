/** The product that nearly all of a language model's time goes into: C [M, N] = A [M, K] B [K, N], float32. */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';

const shapes = [
  [768, 128, 512],
  [768, 512, 128],
  [768, 128, 128],
  [64, 32, 64],
  [2048, 384, 1536],
  [128, 784, 128],
];

function make(rows, inner, columns) {
  const random = new Random(7);
  const a = random.fill(rows * inner, () => random.uniform(-1, 1));
  const b = random.fill(inner * columns, () => random.uniform(-1, 1));
  return {
    kind: 'matrix-product',
    rows,
    inner,
    columns,
    tensors: {
      a: tensor([rows, inner], a),
      b: tensor([inner, columns], b),
      expected: tensor([rows, columns], product(a, b, rows, inner, columns)),
    },
  };
}

/** Summed in float64, so that it is the contenders' rounding that is seen. */
function product(a, b, rows, inner, columns) {
  const c = new Float32Array(rows * columns);
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k];
      for (let j = 0; j < columns; j++) sums[j] += factor * b[k * columns + j];
    }
    c.set(sums, i * columns);
  }
  return c;
}

/** What a contender's `loss()` is here: the largest difference from the expected product. */
export const largestError = (found, expected) =>
  found.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i])), 0);

export const matrixProduct = {
  name: 'matrix-product',
  title: 'Matrix product, rows x inner x columns, float32',
  lossTitle: 'largest error',
  contenders: ['weightroom', 'tfjs-wasm', 'jax-js', 'pytorch', 'numpy'],
  cases: shapes.map((shape) => ({
    name: shape.join('x'),
    unit: 'GF',
    milliseconds: 250,
    lossSteps: 1,
    perStep: (2 * shape[0] * shape[1] * shape[2]) / 1e9,
    make: () => make(...shape),
  })),
};
