/**
 * The language model in TensorFlow.js, as one writes it there: ops, `variableGrads` and its Adam. What the library lacks is
 * made of what it has: `gather` has no gradient in WebAssembly, so a token's row is a product with a one-hot matrix; AdamW's
 * decay comes before Adam's step; products, the exact GELU and LayerNorm have gradients of their own (`customGrad`).
 */
import { gelu, layerNorm, product, transposed } from './functions.mjs';

export const notes = [
  'embeddings by one-hot products, since its gather has no gradient in WebAssembly; gradients of products written anew, since its own take many times as long',
];

/** @param tf TensorFlow.js, its backend ready */
export function makeTransformer(tf, task) {
  const { batchSize, blockSize, vocabularySize, optimizer: form, tensors } = task;
  const weights = {};
  for (const [name, { values, shape }] of Object.entries(tensors)) {
    if (!name.endsWith('.weight')) continue;
    const isLinear = name.startsWith('h.') && shape.length === 2; // kept as [inputs, outputs], as its own layers do
    const asGiven = tf.tensor(values, shape);
    weights[name] = tf.variable(isLinear ? transposed(tf, asGiven) : asGiven);
  }
  const variables = Object.values(weights);
  const matrices = variables.filter(({ rank }) => rank > 1);
  const optimizer = tf.train.adam(form.learningRate, form.beta1, form.beta2, form.epsilon);
  const keep = 1 - form.learningRate * form.weightDecay;
  // What a query may not see: [block, block], 0 or so far below 0 that its weight is 0.
  const hidden = tf.tidy(() => tf.sub(1, tf.linalg.bandPart(tf.ones([blockSize, blockSize]), -1, 0)).mul(-1e9));
  const batchesOf = (part) => {
    const starts = tensors[`${part}.starts`];
    return Array.from({ length: starts.shape[0] }, (_, i) =>
      [0, 1].map((offset) => {
        const ids = new Int32Array(batchSize * blockSize);
        starts.values.subarray(i * batchSize, (i + 1) * batchSize).forEach((start, sample) => {
          ids.set(tensors.text.values.subarray(start + offset, start + offset + blockSize), sample * blockSize);
        });
        return tf.tensor1d(ids, 'int32');
      }),
    );
  };
  const oneHot = (ids) => tf.cast(tf.oneHot(ids, vocabularySize), 'float32');
  const lossOf = ([ids, targets]) =>
    tf.losses.softmaxCrossEntropy(oneHot(targets), logitsOf(tf, task, weights, hidden, oneHot(ids)));
  const batches = { train: batchesOf('train'), evaluation: batchesOf('evaluation') };
  let next = 0;

  const step = (batch) => {
    const { grads } = tf.variableGrads(() => lossOf(batch), variables);
    const names = Object.keys(grads);
    const squares = names.map((name) => tf.sum(tf.square(grads[name])));
    const norm = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(tf.div(form.clipNorm, tf.add(norm, 1e-6)), 1);
    for (const matrix of matrices) matrix.assign(tf.mul(matrix, keep));
    optimizer.applyGradients(Object.fromEntries(names.map((name) => [name, tf.mul(grads[name], factor)])));
  };

  return {
    run(steps) {
      for (let i = 0; i < steps; i++) {
        tf.tidy(() => step(batches.train[next]));
        next = (next + 1) % batches.train.length;
      }
      variables[0].dataSync(); // every update is really done
    },
    loss() {
      const losses = batches.evaluation.map((batch) => tf.tidy(() => lossOf(batch).dataSync()[0]));
      return losses.reduce((a, b) => a + b) / losses.length;
    },
    close() {
      optimizer.dispose();
      tf.dispose([variables, hidden, batches]);
    },
  };
}

/** @returns [batch x block, vocabulary] */
function logitsOf(tf, { layerCount, headCount, width, batchSize, blockSize }, weights, hidden, tokens) {
  const headWidth = width / headCount;
  const rows = batchSize * blockSize;
  const linear = (values, name) => product(tf, values, weights[name]);
  const normalized = (values, name) => layerNorm(tf, values, weights[name]);
  const headsOf = (part) => {
    const apart = tf.reshape(part, [batchSize, blockSize, headCount, headWidth]);
    return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batchSize * headCount, blockSize, headWidth]);
  };
  const attended = (values, layer) => {
    const [q, k, v] = tf.split(linear(values, `h.${layer}.attn.c_attn.weight`), 3, 1).map(headsOf);
    const scores = tf.mul(product(tf, q, transposed(tf, k)), 1 / Math.sqrt(headWidth));
    const seen = product(tf, tf.softmax(tf.add(scores, hidden)), v);
    const heads = tf.reshape(seen, [batchSize, headCount, blockSize, headWidth]);
    return linear(tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [rows, width]), `h.${layer}.attn.c_proj.weight`);
  };
  const positions = tf.reshape(weights['wpe.weight'], [1, blockSize, width]);
  const embedded = tf.reshape(linear(tokens, 'wte.weight'), [batchSize, blockSize, width]);
  let x = tf.reshape(tf.add(embedded, positions), [rows, width]);
  for (let layer = 0; layer < layerCount; layer++) {
    x = tf.add(x, attended(normalized(x, `h.${layer}.ln_1.weight`), layer));
    const inner = linear(normalized(x, `h.${layer}.ln_2.weight`), `h.${layer}.mlp.c_fc.weight`);
    x = tf.add(x, linear(gelu(tf, inner), `h.${layer}.mlp.c_proj.weight`));
  }
  return product(tf, normalized(x, 'ln_f.weight'), transposed(tf, weights['wte.weight'])); // tied
}
