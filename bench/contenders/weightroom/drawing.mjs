/** A task's network as a drawing: tables of layers, connections and parameters. */

const layerOf = (id, kind, size, x, y, activation) => ({
  id,
  kind,
  name: id,
  x,
  y,
  size,
  activation,
  hasBias: kind !== 'input',
});

/** Fully connected layers, from left to right. */
export function drawLayers({ sizes, hidden, tensors }) {
  const layers = {};
  const connections = {};
  const parameters = {};
  sizes.forEach((size, i) => {
    const kind = i === 0 ? 'input' : i === sizes.length - 1 ? 'output' : 'dense';
    layers[`l${i}`] = layerOf(`l${i}`, kind, size, i, 0, kind === 'dense' ? hidden : 'linear');
    if (i === 0) return;
    connections[`c${i}`] = { id: `c${i}`, source: `l${i - 1}`, target: `l${i}`, mask: null };
    parameters[`c${i}.weight`] = Float64Array.from(tensors[`layers.${i - 1}.weight`].values);
    parameters[`l${i}.bias`] = Float64Array.from(tensors[`layers.${i - 1}.bias`].values);
  });
  return { layers, connections, parameters };
}

/** Every neuron a layer of its own, every edge a connection of its own. */
export function drawNeurons({ nodeCount, inputCount, outputCount, hidden, tensors }) {
  const layers = {};
  const connections = {};
  const parameters = {};
  for (let node = 0; node < nodeCount; node++) {
    const id = `n${node}`;
    const kind = node < inputCount ? 'input' : node >= nodeCount - outputCount ? 'output' : 'dense';
    layers[id] = layerOf(id, kind, 1, node, node, kind === 'dense' ? hidden : 'linear');
    if (kind !== 'input') parameters[`${id}.bias`] = Float64Array.of(tensors['neurons.bias'].values[node - inputCount]);
  }
  const ends = tensors.edges.values;
  tensors['edges.weight'].values.forEach((weight, i) => {
    const [from, to] = [ends[2 * i], ends[2 * i + 1]];
    connections[`e${i}`] = { id: `e${i}`, source: `n${from}`, target: `n${to}`, mask: null };
    parameters[`e${i}.weight`] = Float64Array.of(weight);
  });
  return { layers, connections, parameters };
}
