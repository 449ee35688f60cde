/** brain.js 1.6.1, the last one of plain JavaScript: plain arrays, an update after every sample. */
import brain from 'brain.js';
import { serve, Unable } from '../serve.mjs';
import { meanSquaredError, rowOf, samplesOf } from './samples.mjs';

serve((task) => {
  if (task.kind !== 'mlp') throw new Unable('has layers only');
  if (task.loss !== 'mean-squared-error') throw new Unable('has no softmax cross-entropy');
  const net = makeNet(task);
  const samples = samplesOf(task, 'train', ({ input, target }) => ({ input, output: target }));
  let next = 0;
  return {
    notes: [
      'tanh on its output too (it has one activation for all layers)',
      ...(task.batchSize > 1 ? ['an update after every sample, at the learning rate / batch'] : []),
    ],
    run(steps) {
      for (let sample = 0; sample < steps * task.batchSize; sample++) {
        net.trainPattern(samples[next]); // what train() does for each sample, without its error statistics
        next = (next + 1) % samples.length;
      }
    },
    loss: () => meanSquaredError(task, (input) => net.run(input)[0]),
  };
});

function makeNet({ sizes, hidden, optimizer, batchSize, tensors }) {
  const net = new brain.NeuralNetwork({ activation: hidden });
  net.sizes = sizes;
  net.initialize();
  for (let layer = 1; layer < sizes.length; layer++) {
    const weights = tensors[`layers.${layer - 1}.weight`];
    net.weights[layer] = Array.from({ length: sizes[layer] }, (_, unit) => rowOf(weights, unit));
    net.biases[layer] = Array.from(tensors[`layers.${layer - 1}.bias`].values);
  }
  // Its gradient is that of (y - t)²/2. Its own check of options refuses a momentum of 0.
  Object.assign(net.trainOpts, { learningRate: (2 * optimizer.learningRate) / batchSize, momentum: 0 });
  return net;
}
