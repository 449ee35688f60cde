/** jax-js 0.1.25 on its WebAssembly device; the whole step, update included, is one jitted function. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { serve, Unable } from '../serve.mjs';
import { largestError } from '../tasks/matrix-product.mjs';
import { makeTransformer } from './jax-js/transformer.mjs';

serve(async (task) => {
  await init('wasm');
  defaultDevice('wasm');
  const notes = ["1 thread: its threads need a browser's workers"];
  if (task.kind === 'mlp') return { notes, ...makeClassifierOrRegressor(task) };
  if (task.kind === 'transformer') return { notes, ...makeTransformer(task) };
  if (task.kind === 'matrix-product') return { notes, ...makeProduct(task) };
  throw new Unable('has no sparse graphs of neurons');
});

// jax-js owns by counting: a call takes its arguments over, and `.ref` is what is kept.

function makeClassifierOrRegressor(task) {
  const { sizes, batchSize, tensors, optimizer } = task;
  const layers = sizes.slice(1).map((_, layer) => ({
    weight: toArray(tensors[`layers.${layer}.weight`]), // [outputs, inputs]
    bias: toArray(tensors[`layers.${layer}.bias`]),
  }));
  let parameters = layers.flatMap(({ weight, bias }) => [np.transpose(weight), bias]);
  const zeros = () => parameters.map((parameter) => np.zeros(parameter.shape));
  let state = optimizer.name === 'adam' ? [zeros(), zeros()] : [];
  const trainCount = tensors['train.inputs'].shape[0];
  const batches = Array.from({ length: trainCount / batchSize }, (_, i) =>
    rowsOf(task, 'train', i * batchSize, batchSize),
  );
  const lossOf = (given, inputs, targets) => {
    const outputs = forward(given, inputs, task.hidden);
    if (task.loss === 'mean-squared-error') return np.mean(np.square(outputs.sub(targets)));
    return np.mean(np.sum(nn.logSoftmax(outputs, -1).mul(targets), -1)).mul(-1);
  };
  const update = optimizer.name === 'adam' ? adam : descend;
  const step = jit((given, slots, inputs, targets, corrections) => {
    const [loss, gradients] = valueAndGrad(lossOf)(
      given.map((parameter) => parameter.ref),
      inputs,
      targets,
    );
    loss.dispose();
    return update(given, gradients, slots, corrections, optimizer);
  });
  let next = 0;
  let count = 0;
  return {
    async run(steps) {
      for (let i = 0; i < steps; i++) {
        const [inputs, targets] = batches[next];
        next = (next + 1) % batches.length;
        count++;
        [parameters, state] = step(parameters, state, inputs.ref, targets.ref, correctionsAt(count, optimizer));
        await blockUntilReady(parameters); // each step: otherwise what is still to be done piles up in memory
      }
    },
    async loss() {
      const rows = rowsOf(task, 'evaluation', 0, tensors['evaluation.inputs'].shape[0]);
      return lossOf(
        parameters.map((parameter) => parameter.ref),
        ...rows,
      ).js();
    },
    close() {
      for (const array of [...parameters, ...state.flat(), ...batches.flat()]) array.dispose();
      step.dispose();
    },
  };
}

function forward(given, inputs, hidden) {
  const activate = { relu: nn.relu, tanh: np.tanh }[hidden];
  let values = inputs;
  for (let i = 0; i < given.length; i += 2) {
    values = np.matmul(values, given[i]).add(given[i + 1]);
    if (i + 2 < given.length) values = activate(values);
  }
  return values;
}

/** Adam's corrections of its first means, as an array so that a new step is no new program. */
const correctionsAt = (step, { name, beta1, beta2 }) =>
  np.array(name === 'adam' ? [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)] : [1, 1]);

function descend(given, gradients, slots, corrections, { learningRate }) {
  corrections.dispose();
  return [given.map((parameter, i) => parameter.sub(gradients[i].mul(learningRate))), slots];
}

function adam(given, gradients, [means, squares], corrections, { learningRate, beta1, beta2, epsilon }) {
  const [correctMean, correctSquare] = np.split(corrections, 2);
  const newMeans = means.map((mean, i) => mean.mul(beta1).add(gradients[i].ref.mul(1 - beta1)));
  const newSquares = squares.map((square, i) => square.mul(beta2).add(np.square(gradients[i]).mul(1 - beta2)));
  const updated = given.map((parameter, i) => {
    const direction = newMeans[i].ref.mul(correctMean.ref);
    const size = np.sqrt(newSquares[i].ref.mul(correctSquare.ref)).add(epsilon);
    return parameter.sub(direction.div(size).mul(learningRate));
  });
  correctMean.dispose();
  correctSquare.dispose();
  return [updated, [newMeans, newSquares]];
}

const toArray = ({ values, shape }) => np.array(values).reshape(shape);

function rowsOf({ sizes, tensors }, part, first, count) {
  const take = ({ values, shape: [, width = 1] }) => values.slice(first * width, (first + count) * width);
  const inputs = np.array(take(tensors[`${part}.inputs`])).reshape([count, sizes[0]]);
  if (tensors[`${part}.targets`]) {
    return [inputs, np.array(take(tensors[`${part}.targets`])).reshape([count, sizes.at(-1)])];
  }
  const oneHot = new Float32Array(count * sizes.at(-1));
  take(tensors[`${part}.classes`]).forEach((label, i) => (oneHot[i * sizes.at(-1) + label] = 1));
  return [inputs, np.array(oneHot).reshape([count, sizes.at(-1)])];
}

function makeProduct({ tensors }) {
  const [a, b] = [toArray(tensors.a), toArray(tensors.b)];
  const multiply = jit((left, right) => np.matmul(left, right));
  return {
    async run(steps) {
      for (let step = 0; step < steps; step++) {
        const c = multiply(a.ref, b.ref);
        await c.blockUntilReady();
        c.dispose();
      }
    },
    async loss() {
      return largestError(await multiply(a.ref, b.ref).data(), tensors.expected.values);
    },
    close() {
      a.dispose();
      b.dispose();
    },
  };
}
