/** What every fully connected task has in common: its starting weights, and the batches in the order of the data. */
import { tensor } from '../task-files.mjs';

/**
 * Starting weights, uniform in ±1/√inputs as in PyTorch's Linear.
 *
 * @returns `layers.N.weight` [outputs, inputs] and `layers.N.bias` [outputs]
 */
export function startingWeights(sizes, random) {
  const tensors = {};
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [inputs, outputs] = [sizes[layer], sizes[layer + 1]];
    const limit = 1 / Math.sqrt(inputs);
    const draw = () => random.uniform(-limit, limit);
    tensors[`layers.${layer}.weight`] = tensor([outputs, inputs], random.fill(outputs * inputs, draw));
    tensors[`layers.${layer}.bias`] = tensor([outputs], random.fill(outputs, draw));
  }
  return tensors;
}

/** Weights without biases: the connections that are drawn. */
export const edgeCount = (sizes) => sizes.slice(1).reduce((count, outputs, layer) => count + sizes[layer] * outputs, 0);

/** Weights and biases. */
export const parameterCount = (sizes) => edgeCount(sizes) + sizes.slice(1).reduce((count, outputs) => count + outputs);
