/** An arbitrary drawing: 60 neurons joined at random, not layers. Asks what freedom of form costs per edge. */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';
import { planePoints } from './tiny.mjs';

const inputCount = 2;
const neuronCount = 60;
const reach = 16; // an edge comes from one of so many earlier nodes: long chains, not one wide layer

/**
 * Nodes 0 and 1 are the inputs, 2 .. 61 the neurons in an order in which they can be computed; the last is the output.
 * Every neuron takes 4 to 6 edges (the first ones fewer); one that would lead nowhere gets an edge to a later one.
 *
 * @returns pairs [from, to], sorted by `to`
 */
function drawEdges(random) {
  const last = inputCount + neuronCount - 1;
  const sources = Array.from({ length: last + 1 }, () => new Set());
  for (let to = inputCount; to <= last; to++) {
    const first = Math.max(0, to - reach);
    const wanted = Math.min(4 + random.integer(3), to - first);
    while (sources[to].size < wanted) sources[to].add(first + random.integer(to - first));
  }
  for (let from = 0; from < last; from++) {
    if (sources.some((set) => set.has(from))) continue;
    sources[Math.min(last, Math.max(inputCount, from + 1) + random.integer(reach))].add(from);
  }
  return sources.flatMap((set, to) => [...set].sort((a, b) => a - b).map((from) => [from, to]));
}

const edges = drawEdges(new Random(3));

function make() {
  const random = new Random(4);
  const [inputs, targets] = planePoints(200, random);
  const [evaluationInputs, evaluationTargets] = planePoints(200, random);
  return {
    kind: 'graph',
    inputCount,
    outputCount: 1,
    nodeCount: inputCount + neuronCount,
    hidden: 'tanh',
    loss: 'mean-squared-error',
    optimizer: { name: 'sgd', learningRate: 0.05 },
    batchSize: 10,
    tensors: {
      'train.inputs': inputs,
      'train.targets': targets,
      'evaluation.inputs': evaluationInputs,
      'evaluation.targets': evaluationTargets,
      edges: tensor([edges.length, 2], Int32Array.from(edges.flat())),
      'edges.weight': tensor(
        [edges.length],
        random.fill(edges.length, () => random.uniform(-0.45, 0.45)),
      ), // ±1/√5
      'neurons.bias': tensor(
        [neuronCount],
        random.fill(neuronCount, () => random.uniform(-0.45, 0.45)),
      ),
    },
  };
}

export const sparseGraph = {
  name: 'sparse-graph',
  title: `60 tanh neurons (the output linear) joined at random by ${edges.length} edges, mean squared error, SGD, batch 10`,
  cases: [
    {
      name: 'batch 10',
      unit: 'samples',
      edges: edges.length,
      comparePerEdgeTo: 'tiny',
      milliseconds: 400,
      lossSteps: 1000,
      perStep: 10,
      make,
    },
  ],
};
