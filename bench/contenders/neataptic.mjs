/** neataptic 1.4.7: any graph of neurons as objects, walked for every sample; true batches. */
import neataptic from 'neataptic';
import { serve, Unable } from '../serve.mjs';
import { meanSquaredError, samplesOf } from './samples.mjs';
import { toGraph } from './to-graph.mjs';

serve((task) => {
  const graph = toGraph(task);
  if (!graph) throw new Unable('has no softmax cross-entropy');
  const network = makeNetwork(graph);
  const samples = samplesOf(task, 'train');
  const rate = (2 * task.optimizer.learningRate) / task.batchSize; // it sums over the batch, for (y - t)²/2
  let next = 0;
  return {
    notes: ['passes errors back through weights that it has just updated'],
    run(steps) {
      for (let sample = 1; sample <= steps * task.batchSize; sample++) {
        const { input, target } = samples[next];
        network.activate(input, true);
        network.propagate(rate, 0, sample % task.batchSize === 0, target);
        next = (next + 1) % samples.length;
      }
    },
    loss: () => meanSquaredError(task, (input) => network.activate(input)[0]),
  };
});

function makeNetwork({ nodes, edges, inputCount, outputCount }) {
  const squash = { linear: 'IDENTITY', tanh: 'TANH' };
  return neataptic.Network.fromJSON({
    input: inputCount,
    output: outputCount,
    dropout: 0,
    nodes: nodes.map(({ activation, bias }, index) => ({
      type: index < inputCount ? 'input' : index < nodes.length - outputCount ? 'hidden' : 'output',
      squash: squash[activation],
      bias,
      mask: 1,
    })),
    connections: edges.map((edge) => ({ ...edge, gater: null })),
  });
}
