/**
 * The fast path of small networks: code generated for the very network, which does many updates in one call with the very
 * bits of the plan. What it cannot do, the plan does.
 */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import { compileSmallNetwork } from '../engine/generated/compile-small-network.ts';
import type { SmallNetwork, SmallUnit } from '../engine/generated/small-network.ts';
import type { SmallProgram } from '../engine/generated/small-program.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { activations } from '../nn/activations/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { sizeOf } from '../tensor/shape.ts';

export interface SmallPathSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly largestBatch: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Entries of parameters that must not move (0), by parameter id. */
  readonly held: Table<Uint8Array>;
}

export interface SmallPath {
  readonly program: SmallProgram;
  /** First entry of each parameter in the program's arrays, by id. */
  readonly starts: ReadonlyMap<string, number>;
}

/** Numbers of the data table up to which it is copied into the program's memory. */
const LARGEST_TABLE = 4_000_000;

/** @returns null where the network, its data or its settings are beyond the fast path */
export function openSmallPath(setup: SmallPathSetup): SmallPath | null {
  const { network, data } = setup;
  if (data.inputValues.length + data.targetValues.length > LARGEST_TABLE) return null;
  // What is carried as it is has no edges: such layers are the plan's.
  if (network.layers.some(({ wires }) => wires.length > 0)) return null;
  const starts = parameterStarts(network);
  const program = compileSmallNetwork(describe(setup, starts));
  return program && { program, starts };
}

function parameterStarts({ parameters }: Network): Map<string, number> {
  let next = 0;
  return new Map(
    parameters.map(({ id, shape }) => {
      const start = next;
      next += sizeOf(shape);
      return [id, start] as const;
    }),
  );
}

function describe(
  { network, data, largestBatch, loss, optimizer, held }: SmallPathSetup,
  starts: ReadonlyMap<string, number>,
): SmallNetwork {
  const parameterCount = network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const { nodeOf, computed } = numberNodes(network);
  const consumers = consumersOf(network, nodeOf, starts);
  const units = computed.flatMap((layer) =>
    Array.from({ length: layer.layer.size }, (_, unit): SmallUnit => ({
      bias: layer.biasId === null ? null : starts.get(layer.biasId)! + unit,
      edges: edgesInto(layer, unit, network, nodeOf, starts),
      consumers: consumers.get(nodeOf.get(layer.id)! + unit) ?? [],
      activation: activations[layer.layer.activation],
    })),
  );
  return {
    inputCount: network.inputCount,
    units,
    outputs: network.outputLayers.flatMap((id) => unitsOf(network, id).map((unit) => nodeOf.get(id)! + unit)),
    loss,
    optimizer,
    parameterCount,
    held: heldEntries(network, held, parameterCount),
    largestBatch,
    table: { inputs: data.inputValues, targets: data.targetValues },
  };
}

/** First node of each layer: inputs in the order of the data's columns, then the others in the order of computing. */
function numberNodes(network: Network): { nodeOf: Map<string, number>; computed: CompiledLayer[] } {
  const nodeOf = new Map<string, number>();
  let next = 0;
  const place = (id: string): void => {
    nodeOf.set(id, next);
    next += unitsOf(network, id).length;
  };
  network.inputLayers.forEach(place);
  const computed = network.layers.filter(({ layer }) => layerKinds[layer.kind].role !== 'input');
  for (const { id } of computed) place(id);
  return { nodeOf, computed };
}

const unitsOf = ({ layers }: Network, id: string): number[] =>
  Array.from({ length: layers.find((entry) => entry.id === id)!.layer.size }, (_, unit) => unit);

/** In the order in which the plan adds them: by connection, then by source unit. Undrawn edges add nothing. */
function edgesInto(
  { incoming }: CompiledLayer,
  unit: number,
  network: Network,
  nodeOf: ReadonlyMap<string, number>,
  starts: ReadonlyMap<string, number>,
): SmallUnit['edges'] {
  return incoming.flatMap(({ source, weightId, mask }) => {
    const sources = unitsOf(network, source);
    return sources.flatMap((from) => {
      const entry = unit * sources.length + from;
      return mask?.[entry] === 0 ? [] : [{ source: nodeOf.get(source)! + from, weight: starts.get(weightId)! + entry }];
    });
  });
}

/** By source node, in the order in which the plan adds their gradients: last layer first, then by target unit. */
function consumersOf(
  network: Network,
  nodeOf: ReadonlyMap<string, number>,
  starts: ReadonlyMap<string, number>,
): Map<number, SmallUnit['consumers'][number][]> {
  const found = new Map<number, SmallUnit['consumers'][number][]>();
  for (const { id, layer, incoming } of [...network.layers].reverse()) {
    for (const { source, weightId, mask } of incoming) {
      const sources = unitsOf(network, source);
      for (let unit = 0; unit < layer.size; unit++) {
        for (const from of sources) {
          const entry = unit * sources.length + from;
          if (mask?.[entry] === 0) continue;
          const node = nodeOf.get(source)! + from;
          const consumer = { unit: nodeOf.get(id)! + unit - network.inputCount, weight: starts.get(weightId)! + entry };
          found.set(node, [...(found.get(node) ?? []), consumer]);
        }
      }
    }
  }
  return found;
}

/** Undrawn edges are held at 0. */
function heldEntries({ parameters }: Network, held: Table<Uint8Array>, count: number): Uint8Array | null {
  if (parameters.every(({ id, mask }) => mask === null && !held[id])) return null;
  const entries = new Uint8Array(count).fill(1);
  let at = 0;
  for (const { id, shape, mask } of parameters) {
    for (let i = 0; i < sizeOf(shape); i++, at++) if (mask?.[i] === 0 || held[id]?.[i] === 0) entries[at] = 0;
  }
  return entries;
}
