/** Arbitrary drawings: neurons joined at random, not layers. Asks what freedom of form costs per edge, small and large. */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';
import { planePoints } from './tiny.mjs';

const inputCount = 2;

/**
 * Nodes 0 and 1 are the inputs, the others the neurons in an order in which they can be computed; the last is the output.
 * Every neuron takes `fewest` to `fewest + 2` edges (the first ones fewer), each from one of the `reach` nodes before it: long
 * chains, not one wide layer. One that would lead nowhere gets an edge to a later one.
 *
 * @returns pairs [from, to], sorted by `to`
 */
function drawEdges({ neuronCount, reach, fewest }, random) {
  const last = inputCount + neuronCount - 1;
  const sources = Array.from({ length: last + 1 }, () => new Set());
  for (let to = inputCount; to <= last; to++) {
    const first = Math.max(0, to - reach);
    const wanted = Math.min(fewest + random.integer(3), to - first);
    while (sources[to].size < wanted) sources[to].add(first + random.integer(to - first));
  }
  for (let from = 0; from < last; from++) {
    if (sources.some((set) => set.has(from))) continue;
    sources[Math.min(last, Math.max(inputCount, from + 1) + random.integer(reach))].add(from);
  }
  return sources.flatMap((set, to) => [...set].sort((a, b) => a - b).map((from) => [from, to]));
}

function make({ neuronCount, weight }, edges) {
  const random = new Random(4);
  const [inputs, targets] = planePoints(200, random);
  const [evaluationInputs, evaluationTargets] = planePoints(200, random);
  const uniform = (count) => random.fill(count, () => random.uniform(-weight, weight));
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
      'edges.weight': tensor([edges.length], uniform(edges.length)),
      'neurons.bias': tensor([neuronCount], uniform(neuronCount)),
    },
  };
}

/** @param weight weights and biases start within this: 1/√(edges into a neuron) */
function task(name, form, lossSteps) {
  const edges = drawEdges(form, new Random(3));
  const size = `${form.neuronCount} tanh neurons (the output linear) joined at random by ${edges.length} edges`;
  const only = { name: 'batch 10', unit: 'samples', edges: edges.length, comparePerEdgeTo: 'tiny', milliseconds: 400 };
  return {
    name,
    title: `${size}, mean squared error, SGD, batch 10`,
    cases: [{ ...only, lossSteps, perStep: 10, make: () => make(form, edges) }],
  };
}

export const sparseGraph = task('sparse-graph', { neuronCount: 60, reach: 16, fewest: 4, weight: 0.45 }, 1000);
/** Beyond what code is generated for. */
export const sparseLarge = task('sparse-large', { neuronCount: 300, reach: 60, fewest: 34, weight: 0.17 }, 200);
