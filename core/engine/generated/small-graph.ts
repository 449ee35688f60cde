/** A graph of layers as single neurons and edges, the form that code is generated from. */
import { activations } from '../../nn/activations/registry.ts';
import type { Activation } from '../../nn/activations/activation.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Graph, GraphNode, GraphParameter } from '../graph.ts';
import type { ActivateNode } from '../ops/activate.ts';
import type { ValueShape } from '../ops/op.ts';
import type { WeightedSumNode } from '../ops/weighted-sum.ts';
import type { SmallNetwork, SmallUnit } from './small-network.ts';

export interface SmallGraph extends Pick<SmallNetwork, 'inputCount' | 'units' | 'outputs' | 'parameterCount'> {
  /** First entry of each parameter among all, by id. */
  readonly starts: ReadonlyMap<string, number>;
}

/** A weighted sum and the activation that alone reads it, with the number of its first node. */
interface Layer {
  readonly sum: WeightedSumNode;
  readonly activation: Activation;
  readonly width: number;
  readonly first: number;
}

/** @returns null where the graph holds anything but inputs, weighted sums and their activations */
export function smallGraphOf(graph: Graph): SmallGraph | null {
  const nodeOf = new Map<string, number>();
  const widths = new Map<string, number>();
  let next = 0;
  const place = (id: string, width: number): number => {
    const first = next;
    nodeOf.set(id, first);
    widths.set(id, width);
    next += width;
    return first;
  };
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const id of graph.inputs) {
    const { positions, width, kind } = byId.get(id)!.shape({ value: noOperand, parameter: noOperand });
    if (positions !== 1 || kind !== 'real') return null;
    place(id, width);
  }
  const inputCount = next;
  const starts = startsOf(graph.parameters);
  const shapes = new Map(graph.parameters.map(({ id, shape }) => [id, shape]));
  const layers: Layer[] = [];
  const rest = graph.nodes.filter(({ id }) => !graph.inputs.includes(id));
  const readers = (id: string): number => rest.filter(({ sources }) => sources.includes(id)).length;
  for (let i = 0; i < rest.length; i++) {
    const sum = rest[i]!;
    if (!isWeightedSum(sum)) return null;
    const value = (id: string): ValueShape => ({ positions: 1, width: widths.get(id)!, kind: 'real' });
    const { width } = sum.shape({ value, parameter: (id) => shapes.get(id)! });
    const following = rest[i + 1];
    const isActivated = following && isActivation(following) && following.sources[0] === sum.id;
    if (isActivated && (readers(sum.id) > 1 || graph.outputs.includes(sum.id))) return null;
    if (isActivated) i++;
    const activation = isActivated ? (following.activation as Activation) : activations.linear;
    layers.push({ sum, activation, width, first: place(isActivated ? following.id : sum.id, width) });
  }
  const masks = new Map(graph.parameters.map(({ id, mask }) => [id, mask]));
  const edges = edgesOf(layers, { nodeOf, widths, starts, masks });
  return {
    inputCount,
    units: unitsOf(layers, edges, inputCount, starts),
    outputs: graph.outputs.flatMap((id) => Array.from({ length: widths.get(id)! }, (_, i) => nodeOf.get(id)! + i)),
    parameterCount: graph.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    starts,
  };
}

const isWeightedSum = (node: GraphNode): node is WeightedSumNode => node.op === 'weightedSum';
const isActivation = (node: GraphNode): node is ActivateNode => node.op === 'activate';

const noOperand = (): never => {
  throw new Error('internal: an input has no operands');
};

function startsOf(parameters: readonly GraphParameter[]): Map<string, number> {
  let next = 0;
  return new Map(
    parameters.map(({ id, shape }) => {
      const start = next;
      next += sizeOf(shape);
      return [id, start] as const;
    }),
  );
}

interface Places {
  readonly nodeOf: ReadonlyMap<string, number>;
  readonly widths: ReadonlyMap<string, number>;
  readonly starts: ReadonlyMap<string, number>;
  readonly masks: ReadonlyMap<string, Uint8Array | null>;
}

/**
 * Of each layer, by unit, in the order in which the plan adds them: by term, then by source unit. Undrawn edges add nothing.
 */
function edgesOf(layers: readonly Layer[], { nodeOf, widths, starts, masks }: Places): SmallUnit['edges'][][] {
  return layers.map(({ sum, width }) =>
    Array.from({ length: width }, (_, unit) =>
      sum.terms.flatMap(({ source, weight }) => {
        const inputs = widths.get(source)!;
        const mask = masks.get(weight);
        return Array.from({ length: inputs }, (_, i) => unit * inputs + i)
          .filter((entry) => mask?.[entry] !== 0)
          .map((entry) => ({
            source: nodeOf.get(source)! + (entry % inputs),
            weight: starts.get(weight)! + entry,
          }));
      }),
    ),
  );
}

/** Readers stand in the order in which the plan adds what they give back: last layer first, then by unit. */
function unitsOf(
  layers: readonly Layer[],
  edges: readonly (readonly SmallUnit['edges'][])[],
  inputCount: number,
  starts: ReadonlyMap<string, number>,
): SmallUnit[] {
  const consumers = new Map<number, SmallUnit['consumers'][number][]>();
  for (let i = layers.length - 1; i >= 0; i--) {
    edges[i]!.forEach((own, unit) => {
      for (const { source, weight } of own) {
        const consumer = { unit: layers[i]!.first + unit - inputCount, weight };
        const known = consumers.get(source);
        if (known) known.push(consumer);
        else consumers.set(source, [consumer]);
      }
    });
  }
  return layers.flatMap(({ sum, activation, first }, i) =>
    edges[i]!.map((own, unit) => ({
      bias: sum.bias === null ? null : starts.get(sum.bias)! + unit,
      edges: own,
      consumers: consumers.get(first + unit) ?? [],
      activation,
    })),
  );
}
