/** synaptic 1.1.4: any graph of neurons, turned into straight-line JavaScript; an update after every sample. */
import synaptic from 'synaptic';
import { serve, Unable } from '../serve.mjs';
import { meanSquaredError, samplesOf } from './samples.mjs';
import { toGraph } from './to-graph.mjs';

serve((task) => {
  const graph = toGraph(task);
  if (!graph) throw new Unable('has no softmax cross-entropy');
  const network = makeNetwork(graph);
  const samples = samplesOf(task, 'train');
  const rate = (2 * task.optimizer.learningRate) / task.batchSize; // its gradient is that of (y - t)²/2
  let next = 0;
  return {
    notes: [
      ...(task.batchSize > 1 ? ['an update after every sample, at the learning rate / batch'] : []),
      'passes errors back through weights that it has just updated',
    ],
    run(steps) {
      for (let sample = 0; sample < steps * task.batchSize; sample++) {
        const { input, target } = samples[next];
        network.activate(input);
        network.propagate(rate, target);
        next = (next + 1) % samples.length;
      }
    },
    loss: () => meanSquaredError(task, (input) => network.activate(input)[0]),
  };
});

function makeNetwork({ nodes, edges, inputCount, outputCount }) {
  const { Layer, Network, Neuron } = synaptic;
  const hiddenCount = nodes.length - inputCount - outputCount;
  const layers = { input: new Layer(inputCount), hidden: [new Layer(hiddenCount)], output: new Layer(outputCount) };
  const neurons = [...layers.input.list, ...layers.hidden[0].list, ...layers.output.list];
  nodes.forEach(({ activation, bias }, index) => {
    neurons[index].squash = activation === 'linear' ? Neuron.squash.IDENTITY : Neuron.squash.TANH;
    neurons[index].bias = bias;
  });
  for (const { from, to, weight } of edges) neurons[from].project(neurons[to], weight);
  return new Network(layers);
}
