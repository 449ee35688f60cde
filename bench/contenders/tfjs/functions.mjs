/** Functions of a language model that TensorFlow.js has no single op for, or no quick gradient, each with its gradient. */

const EPSILON = 1e-5;

/** x Φ(x) by erf; its gradient Φ(x) + x φ(x), φ(x) = e^(-x²/2) / √(2π). */
export function gelu(tf, x) {
  return tf.customGrad((given, save) => {
    const share = tf.mul(tf.add(tf.erf(tf.mul(given, Math.SQRT1_2)), 1), 0.5);
    save([given, share]);
    return {
      value: tf.mul(given, share),
      gradFunc: (dy, [x, share]) => {
        const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return tf.mul(dy, tf.add(share, tf.mul(x, density)));
      },
    };
  })(x);
}

/**
 * y = x̂ w of every row, x̂ = (x - mean) / √(variance + 1e-5). Backward, with g = dy w:
 * dx = (g - mean(g) - x̂ mean(g x̂)) / √(variance + 1e-5), dw = Σ dy x̂.
 */
export function layerNorm(tf, x, weight) {
  return tf.customGrad((x, weight, save) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
    const normal = tf.mul(centred, inverse);
    save([normal, inverse, weight]);
    return {
      value: tf.mul(normal, weight),
      gradFunc: (dy, [normal, inverse, weight]) => {
        const g = tf.mul(dy, weight);
        const along = tf.mul(normal, tf.mean(tf.mul(g, normal), -1, true));
        const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse);
        return [dx, tf.sum(tf.mul(dy, normal), 0)];
      },
    };
  })(x, weight);
}

/**
 * c = a b of the last two axes; backward da = dc bᵀ, db = aᵀ dc. Transposed by an op of its own: `matMul` asked to transpose,
 * as its own gradient does, goes round the quick kernel in WebAssembly and takes twelve times as long at [768, 128] x [128, 512].
 */
export function product(tf, a, b) {
  return tf.customGrad((a, b, save) => {
    save([a, b]);
    return {
      value: multiplied(tf, a, b),
      gradFunc: (dc, [a, b]) => [multiplied(tf, dc, transposed(tf, b)), multiplied(tf, transposed(tf, a), dc)],
    };
  })(a, b);
}

export const transposed = (tf, a) => tf.transpose(a, a.rank === 2 ? [1, 0] : [0, 2, 1]);

/** From so many multiplications a matrix on, a batch is quicker one matrix after another: `matMul` is slow with batches. */
const APART = 2 ** 20;

function multiplied(tf, a, b) {
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape.at(-1);
  if (a.rank === 2 || rows * inner * columns < APART) return tf.matMul(a, b);
  const count = a.shape[0];
  const one = (values, i, shape) => tf.reshape(tf.gather(values, [i]), shape); // `slice` copies all of it each time
  const [flatA, flatB] = [tf.reshape(a, [count, rows * inner]), tf.reshape(b, [count, inner * columns])];
  const products = Array.from({ length: count }, (_, i) =>
    tf.matMul(one(flatA, i, [rows, inner]), one(flatB, i, [inner, columns])),
  );
  return tf.reshape(tf.concat(products), [count, rows, columns]);
}
