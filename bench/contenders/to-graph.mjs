/** A tanh regression as nodes and edges, for the libraries that think in neurons: a layered task or a drawn graph. */

/**
 * @returns nodes in an order in which they can be computed (inputs first, outputs last), each with `activation` and `bias`;
 *   edges with `from`, `to` and `weight`; null when the task is neither
 */
export function toGraph(task) {
  if (task.loss !== 'mean-squared-error') return null;
  if (task.kind === 'graph') return fromDrawing(task);
  return task.kind === 'mlp' ? fromLayers(task) : null;
}

function fromDrawing({ nodeCount, inputCount, outputCount, tensors }) {
  const ends = tensors.edges.values;
  const weights = tensors['edges.weight'].values;
  return {
    inputCount,
    outputCount,
    nodes: Array.from({ length: nodeCount }, (_, index) => ({
      activation: index < inputCount || index >= nodeCount - outputCount ? 'linear' : 'tanh',
      bias: index < inputCount ? 0 : tensors['neurons.bias'].values[index - inputCount],
    })),
    edges: Array.from(weights, (weight, i) => ({ from: ends[2 * i], to: ends[2 * i + 1], weight })),
  };
}

function fromLayers({ sizes, tensors }) {
  const nodes = Array.from({ length: sizes[0] }, () => ({ activation: 'linear', bias: 0 }));
  const edges = [];
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const first = nodes.length - sizes[layer];
    const weights = tensors[`layers.${layer}.weight`].values;
    for (let unit = 0; unit < sizes[layer + 1]; unit++) {
      const to = nodes.length;
      nodes.push({
        activation: layer + 2 === sizes.length ? 'linear' : 'tanh',
        bias: tensors[`layers.${layer}.bias`].values[unit],
      });
      for (let input = 0; input < sizes[layer]; input++) {
        edges.push({ from: first + input, to, weight: weights[unit * sizes[layer] + input] });
      }
    }
  }
  return { inputCount: sizes[0], outputCount: sizes.at(-1), nodes, edges };
}
