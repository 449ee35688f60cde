/**
 * The loss as a function of one parameter alone, everything else fixed. Only what depends on the parameter is computed again:
 * the unit that it leads into, and all that follow. With each loss comes its slope, carried along by the chain rule, so that a
 * few points give a smooth curve and the slope at the present value is the gradient.
 */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { ParameterEntry, Table } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import type { ElementwiseFunction } from '../engine/kernels/kernels.ts';
import { activations } from '../nn/activations/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Examples } from './chain-rule.ts';

/** An entry that moves with the parameter: by itself, or tied to it. */
export interface Moving extends ParameterEntry {
  readonly sign: 1 | -1;
}

export interface Profile {
  readonly losses: Float64Array;
  /** dLoss/dParameter at each. */
  readonly slopes: Float64Array;
}

/** A unit whose value depends on the parameter. */
interface Dependent {
  readonly layer: CompiledLayer;
  readonly unit: number;
  /** da/dParameter and a, per row, at the value in work. */
  readonly value: Float64Array;
  readonly slope: Float64Array;
  /** 0 where its bias does not move. */
  readonly biasSign: number;
  readonly edges: readonly {
    /** null = its output stays as it is. */
    readonly from: Dependent | null;
    readonly source: string;
    readonly sourceUnit: number;
    readonly weight: number;
    /** 0 where the weight does not move. */
    readonly sign: number;
  }[];
}

export class LossProfile {
  readonly #network: Network;
  readonly #examples: Examples;
  readonly #loss: Loss;
  readonly #evaluator: Evaluator;
  readonly #outputs: Float64Array;
  readonly #gradient: Float64Array;

  constructor(network: Network, examples: Examples, loss: Loss) {
    this.#network = network;
    this.#examples = examples;
    this.#loss = loss;
    this.#evaluator = new Evaluator(network, examples.rows);
    this.#outputs = new Float64Array(examples.rows * network.outputCount);
    this.#gradient = new Float64Array(this.#outputs.length);
  }

  /** How many numbers one point of a profile of these entries takes: what it costs. */
  static cost(network: Network, entries: readonly ParameterEntry[], rows: number): number {
    const moving = entries.map((entry) => ({ ...entry, sign: 1 as const }));
    const units = dependents(network, {}, moving, 0);
    return rows * units.reduce((sum, { edges }) => sum + 4 + edges.length, 6 * network.outputCount);
  }

  /**
   * @param moving the parameter first, with sign 1, and what is tied to it
   * @param at values of the parameter
   */
  of(parameters: Table<Float64Array>, moving: readonly Moving[], at: Float64Array): Profile {
    const { rows, inputs, targets } = this.#examples;
    const { outputCount, outputLayers } = this.#network;
    this.#evaluator.run(parameters, inputs, rows);
    const units = dependents(this.#network, parameters, moving, rows);
    const [first] = moving;
    const present = first ? (parameters[first.id]?.[first.index] ?? 0) : 0;
    const losses = new Float64Array(at.length);
    const slopes = new Float64Array(at.length);
    const columns = columnsOf(units, this.#network, outputLayers);
    this.#outputs.set(this.#evaluator.outputs);
    for (let point = 0; point < at.length; point++) {
      const step = at[point]! - present;
      for (const unit of units) this.#move(unit, step);
      for (const { unit, column } of columns) {
        for (let row = 0; row < rows; row++) this.#outputs[row * outputCount + column] = unit.value[row]!;
      }
      losses[point] = this.#loss.forward(this.#outputs, targets, rows, outputCount);
      this.#loss.backward(this.#outputs, targets, rows, outputCount, this.#gradient);
      let slope = 0;
      for (const { unit, column } of columns) {
        for (let row = 0; row < rows; row++) slope += this.#gradient[row * outputCount + column]! * unit.slope[row]!;
      }
      slopes[point] = slope;
    }
    return { losses, slopes };
  }

  /** z' = z + Σ (w' a' - w a) + (b' - b), over what moves alone; and the same for slopes. */
  #move({ layer, unit, value, slope, biasSign, edges }: Dependent, step: number): void {
    const { rows } = this.#examples;
    const { size, activation } = layer.layer;
    const before = this.#evaluator.preActivationsOf(layer.id);
    const rule: ElementwiseFunction = activations[activation];
    for (let row = 0; row < rows; row++) {
      value[row] = before[row * size + unit]! + biasSign * step;
      slope[row] = biasSign;
    }
    for (const { from, source, sourceUnit, weight, sign } of edges) {
      const outputs = this.#evaluator.activationsOf(source);
      const width = this.#sizeOf(source);
      const moved = weight + sign * step;
      for (let row = 0; row < rows; row++) {
        const a = outputs[row * width + sourceUnit]!;
        if (from) {
          value[row]! += moved * from.value[row]! - weight * a;
          slope[row]! += sign * from.value[row]! + moved * from.slope[row]!;
        } else {
          value[row]! += sign * step * a;
          slope[row]! += sign * a;
        }
      }
    }
    if (activation === 'linear') return;
    const { forward, derivative } = rule;
    for (let row = 0; row < rows; row++) {
      const z = value[row]!;
      const a = forward(z);
      value[row] = a;
      slope[row]! *= derivative(z, a);
    }
  }

  readonly #sizes = new Map<string, number>();
  #sizeOf(id: string): number {
    if (this.#sizes.size === 0) for (const entry of this.#network.layers) this.#sizes.set(entry.id, entry.layer.size);
    return this.#sizes.get(id)!;
  }
}

/** In the order of computing. */
function dependents(
  { layers }: Network,
  parameters: Table<Float64Array>,
  moving: readonly Moving[],
  rows: number,
): Dependent[] {
  const signs = new Map(moving.map(({ id, index, sign }) => [`${id}:${index}`, sign]));
  const movingIds = new Set(moving.map(({ id }) => id));
  const sizes = new Map(layers.map(({ id, layer }) => [id, layer.size]));
  const found = new Map<string, (Dependent | undefined)[]>();
  const all: Dependent[] = [];
  for (const layer of layers) {
    const sources = layer.incoming.filter(({ source, weightId }) => found.has(source) || movingIds.has(weightId));
    const hasMovingBias = layer.biasId !== null && movingIds.has(layer.biasId);
    if (sources.length === 0 && !hasMovingBias) continue;
    const units = Array.from({ length: layer.layer.size }, (_, unit): Dependent | undefined => {
      const biasSign = hasMovingBias ? (signs.get(`${layer.biasId}:${unit}`) ?? 0) : 0;
      const edges = sources.flatMap(({ source, weightId, mask }) => {
        const width = sizes.get(source)!;
        const before = found.get(source);
        return Array.from({ length: width }, (_, sourceUnit) => {
          const index = unit * width + sourceUnit;
          const from = before?.[sourceUnit] ?? null;
          const sign = movingIds.has(weightId) ? (signs.get(`${weightId}:${index}`) ?? 0) : 0;
          if (mask?.[index] === 0 || (!from && sign === 0)) return null;
          return { from, source, sourceUnit, weight: parameters[weightId]?.[index] ?? 0, sign };
        }).filter((edge) => edge !== null);
      });
      if (edges.length === 0 && biasSign === 0) return undefined;
      return { layer, unit, value: new Float64Array(rows), slope: new Float64Array(rows), biasSign, edges };
    });
    const present = units.filter((unit) => unit !== undefined);
    if (present.length === 0) continue;
    found.set(layer.id, units);
    all.push(...present);
  }
  return all;
}

/** Which columns of the output they are. */
function columnsOf(
  units: readonly Dependent[],
  { layers }: Network,
  outputLayers: readonly string[],
): { unit: Dependent; column: number }[] {
  const starts = new Map<string, number>();
  let next = 0;
  for (const id of outputLayers) {
    starts.set(id, next);
    next += layers.find((entry) => entry.id === id)!.layer.size;
  }
  return units.flatMap((unit) => {
    const start = starts.get(unit.layer.id);
    return start === undefined ? [] : [{ unit, column: start + unit.unit }];
  });
}
