/** TensorFlow.js 4.22: its WebAssembly backend (SIMD; in Node it has no threads) or its plain JavaScript one. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { serve, Unable } from '../serve.mjs';
import { largestError } from '../tasks/matrix-product.mjs';
import { makeTransformer, notes as ofTransformer } from './tfjs/transformer.mjs';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');

serve(async (task, { backend }) => {
  await useBackend(backend);
  const notes = backend === 'wasm' ? ["1 thread: its threads need a browser's workers"] : [];
  if (task.kind === 'mlp') return { notes, ...makeClassifierOrRegressor(task) };
  if (task.kind === 'transformer') {
    if (backend === 'cpu')
      throw new Unable('takes 8.5 s of processor time a step in plain JavaScript (docs/benchmarks.md)');
    return { notes: [...notes, ...ofTransformer], ...makeTransformer(tf, task) };
  }
  if (task.kind === 'matrix-product') return { notes, ...makeProduct(task) };
  throw new Unable('has no sparse graphs of neurons');
});

async function useBackend(name) {
  if (tf.getBackend() === name) return;
  if (name === 'wasm') {
    const backend = require('@tensorflow/tfjs-backend-wasm');
    backend.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  }
  await tf.setBackend(name);
  await tf.ready();
}

function makeClassifierOrRegressor(task) {
  const { sizes, batchSize, tensors } = task;
  const weights = [];
  const biases = [];
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const { values, shape } = tensors[`layers.${layer}.weight`];
    weights.push(tf.variable(tf.tidy(() => tf.transpose(tf.tensor2d(values, shape))))); // [inputs, outputs]
    biases.push(tf.variable(tf.tensor1d(tensors[`layers.${layer}.bias`].values)));
  }
  const parameters = [...weights, ...biases];
  const trainCount = tensors['train.inputs'].shape[0];
  const batches = Array.from({ length: trainCount / batchSize }, (_, i) =>
    rowsOf(task, 'train', i * batchSize, batchSize),
  );
  const optimizer = makeOptimizer(task.optimizer);
  const lossOf = ([inputs, targets]) => {
    const outputs = forward(inputs, weights, biases, task.hidden);
    return task.loss === 'cross-entropy'
      ? tf.losses.softmaxCrossEntropy(targets, outputs)
      : tf.losses.meanSquaredError(targets, outputs);
  };
  let next = 0;
  return {
    run(steps) {
      for (let step = 0; step < steps; step++) {
        const batch = batches[next];
        tf.tidy(() => optimizer.minimize(() => lossOf(batch), false, parameters));
        next = (next + 1) % batches.length;
      }
      parameters[0].dataSync(); // every update is really done
    },
    loss: () =>
      tf.tidy(() => lossOf(rowsOf(task, 'evaluation', 0, tensors['evaluation.inputs'].shape[0])).dataSync()[0]),
    close() {
      optimizer.dispose();
      tf.dispose([parameters, batches]);
    },
  };
}

/** The fused product, as tfjs-layers' Dense uses it; it knows ReLU but not tanh. */
function forward(inputs, weights, biases, hidden) {
  return weights.reduce((a, b, layer) => {
    const isLast = layer === weights.length - 1;
    const activation = !isLast && hidden === 'relu' ? 'relu' : 'linear';
    const sums = tf.fused.matMul({ a, b, bias: biases[layer], activation });
    return !isLast && hidden === 'tanh' ? tf.tanh(sums) : sums;
  }, inputs);
}

function makeOptimizer({ name, learningRate, beta1, beta2, epsilon }) {
  return name === 'adam' ? tf.train.adam(learningRate, beta1, beta2, epsilon) : tf.train.sgd(learningRate);
}

function rowsOf({ sizes, tensors }, part, first, count) {
  const take = ({ values, shape: [, width = 1] }) => values.subarray(first * width, (first + count) * width);
  const inputs = tf.tensor2d(take(tensors[`${part}.inputs`]), [count, sizes[0]]);
  if (tensors[`${part}.targets`]) return [inputs, tf.tensor2d(take(tensors[`${part}.targets`]), [count, sizes.at(-1)])];
  const oneHot = tf.tidy(() =>
    tf.cast(tf.oneHot(tf.tensor1d(take(tensors[`${part}.classes`]), 'int32'), sizes.at(-1)), 'float32'),
  );
  return [inputs, oneHot];
}

function makeProduct({ tensors }) {
  const [a, b] = [tensors.a, tensors.b].map(({ values, shape }) => tf.tensor2d(values, shape));
  return {
    run(steps) {
      for (let step = 0; step < steps; step++) tf.matMul(a, b).dispose();
    },
    loss: () => tf.tidy(() => largestError(tf.matMul(a, b).dataSync(), tensors.expected.values)),
    close: () => tf.dispose([a, b]),
  };
}
