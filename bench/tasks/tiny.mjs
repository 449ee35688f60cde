/** Networks as people draw them: 2-8-8-1, tanh, on points of a plane. Speed here is how long a lesson's training lasts. */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';
import { edgeCount, startingWeights } from './mlp.mjs';

const sizes = [2, 8, 8, 1];

/** Points in [-1, 1]² and 0.8 sin(3x) cos(2y): smooth, and no straight line fits it. */
export function planePoints(count, random) {
  const inputs = random.fill(count * 2, () => random.uniform(-1, 1));
  const targets = new Float32Array(count);
  for (let i = 0; i < count; i++) targets[i] = 0.8 * Math.sin(3 * inputs[2 * i]) * Math.cos(2 * inputs[2 * i + 1]);
  return [tensor([count, 2], inputs), tensor([count, 1], targets)];
}

function make(batchSize, learningRate) {
  const random = new Random(1);
  const [inputs, targets] = planePoints(200, random);
  const [evaluationInputs, evaluationTargets] = planePoints(200, random);
  return {
    kind: 'mlp',
    sizes,
    hidden: 'tanh',
    loss: 'mean-squared-error',
    optimizer: { name: 'sgd', learningRate },
    batchSize,
    tensors: {
      'train.inputs': inputs,
      'train.targets': targets,
      'evaluation.inputs': evaluationInputs,
      'evaluation.targets': evaluationTargets,
      ...startingWeights(sizes, random),
    },
  };
}

const common = { unit: 'samples', edges: edgeCount(sizes), milliseconds: 400 };

export const tinyBatch = {
  name: 'tiny',
  title: '2-8-8-1, tanh, linear output, mean squared error, SGD, batch 10',
  cases: [{ ...common, name: 'batch 10', lossSteps: 2000, perStep: 10, make: () => make(10, 0.1) }],
};

export const tinySamples = {
  name: 'tiny-samples',
  title: '2-8-8-1, tanh, linear output, mean squared error, SGD, an update after every sample',
  cases: [{ ...common, name: 'batch 1', lossSteps: 2000, perStep: 1, make: () => make(1, 0.02) }],
};
