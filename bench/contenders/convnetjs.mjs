/** ConvNetJS 0.3.0: layers of Float64Array, one sample at a time, gradients summed until the batch is full. */
import convnetjs from 'convnetjs';
import { serve, Unable } from '../serve.mjs';
import { rowOf, samplesOf } from './samples.mjs';

serve((task) => {
  if (task.kind !== 'mlp') throw new Unable('has layers only');
  const net = makeNet(task);
  const volumes = (part) =>
    samplesOf(task, part, ({ input, target }) => ({ volume: new convnetjs.Vol(input), target }));
  const train = volumes('train');
  const learn = makeTrainer(net, task);
  let next = 0;
  return {
    notes: task.optimizer.name === 'adam' ? ['0.3.0 has no Adam: the benchmark adds it, over its own gradients'] : [],
    run(steps) {
      for (let sample = 0; sample < steps * task.batchSize; sample++) {
        const { volume, target } = train[next];
        learn(volume, target);
        next = (next + 1) % train.length;
      }
    },
    loss() {
      const evaluation = volumes('evaluation');
      const sum = evaluation.reduce((total, { volume, target }) => {
        const output = net.forward(volume).w;
        if (task.loss === 'cross-entropy') return total - Math.log(output[target]);
        return total + (output[0] - target[0]) ** 2;
      }, 0);
      return sum / evaluation.length;
    },
  };
});

function makeNet({ sizes, hidden, loss, tensors }) {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
    ...sizes.slice(1, -1).map((size) => ({ type: 'fc', num_neurons: size, activation: hidden })),
    loss === 'cross-entropy'
      ? { type: 'softmax', num_classes: sizes.at(-1) }
      : { type: 'regression', num_neurons: sizes.at(-1) },
  ]);
  net.layers
    .filter((layer) => layer.layer_type === 'fc')
    .forEach((layer, index) => {
      layer.filters.forEach((filter, unit) => filter.w.set(rowOf(tensors[`layers.${index}.weight`], unit)));
      layer.biases.w.set(tensors[`layers.${index}.bias`].values);
    });
  return net;
}

/** Its regression loss is (y - t)²/2, half of the task's; hence twice the learning rate. */
function makeTrainer(net, { optimizer, batchSize }) {
  if (optimizer.name === 'adam') return makeAdam(net, optimizer, batchSize);
  const options = { method: 'sgd', learning_rate: 2 * optimizer.learningRate, momentum: 0, batch_size: batchSize };
  const trainer = new convnetjs.SGDTrainer(net, options);
  return (volume, target) => trainer.train(volume, target);
}

function makeAdam(net, { learningRate, beta1, beta2, epsilon }, batchSize) {
  const pairs = net.getParamsAndGrads();
  const means = pairs.map(({ params }) => new Float64Array(params.length));
  const squares = pairs.map(({ params }) => new Float64Array(params.length));
  let sample = 0;
  return (volume, target) => {
    net.forward(volume, true);
    net.backward(target);
    sample++;
    if (sample % batchSize !== 0) return;
    const step = sample / batchSize;
    const rate = learningRate / (1 - beta1 ** step);
    const correction = 1 / Math.sqrt(1 - beta2 ** step);
    pairs.forEach(({ params, grads }, index) => {
      const mean = means[index];
      const square = squares[index];
      for (let i = 0; i < params.length; i++) {
        const gradient = grads[i] / batchSize;
        mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
        square[i] = beta2 * square[i] + (1 - beta2) * gradient * gradient;
        params[i] -= (rate * mean[i]) / (Math.sqrt(square[i]) * correction + epsilon);
        grads[i] = 0;
      }
    });
  };
}
