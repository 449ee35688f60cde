/**
 * The loss as a function of one parameter alone, everything else fixed. Only what depends on the parameter is computed again:
 * the unit that it leads into, and all that follow. With each loss comes its slope, carried along by the chain rule, so that a
 * few points give a smooth curve and the slope at the present value is the gradient.
 */
import type { Network } from '../compile/compile.ts';
import type { ParameterEntry, Table } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import type { ElementwiseFunction } from '../engine/kernels/kernels.ts';
import { activations } from '../nn/activations/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Examples } from './chain-rule.ts';
import { dependents, type Dependent, type DependentNeuron, type DependentRow, type Moving } from './dependents.ts';

export type { Moving } from './dependents.ts';

export interface Profile {
  readonly losses: Float64Array;
  /** dLoss/dParameter at each. */
  readonly slopes: Float64Array;
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
    const parts = dependents(network, {}, moving, 0);
    const costOf = (part: (typeof parts)[number]): number =>
      part.kind === 'neuron' ? 4 + part.edges.length : part.units.length * (10 + 2 * part.sources.length);
    return rows * parts.reduce((sum, part) => sum + costOf(part), 6 * network.outputCount);
  }

  /**
   * @param moving the parameter first, with sign 1, and what is tied to it
   * @param at values of the parameter
   */
  of(parameters: Table<Float64Array>, moving: readonly Moving[], at: Float64Array): Profile {
    const { rows, inputs, targets } = this.#examples;
    const { outputCount, outputLayers } = this.#network;
    this.#evaluator.run(parameters, inputs, rows);
    const parts = dependents(this.#network, parameters, moving, rows);
    const units = parts.flatMap((part) => (part.kind === 'neuron' ? [part] : part.units));
    const [first] = moving;
    const present = first ? (parameters[first.id]?.[first.index] ?? 0) : 0;
    const losses = new Float64Array(at.length);
    const slopes = new Float64Array(at.length);
    const columns = columnsOf(units, this.#network, outputLayers);
    this.#outputs.set(this.#evaluator.outputs);
    for (let point = 0; point < at.length; point++) {
      const step = at[point]! - present;
      for (const part of parts) {
        if (part.kind === 'neuron') this.#move(part, step);
        else this.#moveRow(part, step);
      }
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
  #move({ layer, unit, value, slope, biasSign, edges }: DependentNeuron, step: number): void {
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

  /** y' = f(x') · scale' + bias', the whole layer of one example after another; and the same for slopes. */
  #moveRow({ rows: rule, units, sources, scale, bias }: DependentRow, step: number): void {
    const width = units.length;
    const empty = (): Float64Array => new Float64Array(width);
    const [x, dx, plain, slopes] = [empty(), empty(), empty(), empty()];
    const outputs = sources.map(({ id }) => this.#evaluator.activationsOf(id));
    for (let row = 0; row < this.#examples.rows; row++) {
      x.fill(0);
      dx.fill(0);
      for (const [k, { units: moved }] of sources.entries()) {
        for (let i = 0; i < width; i++) {
          const from = moved?.[i];
          x[i]! += from ? from.value[row]! : outputs[k]![row * width + i]!;
          dx[i]! += from ? from.slope[row]! : 0;
        }
      }
      const factor = rule.forward(x, plain);
      rule.apply(plain, factor, dx, slopes);
      for (let i = 0; i < width; i++) {
        const times = scale ? scale.values[i]! + scale.signs[i]! * step : 1;
        const plus = bias ? bias.values[i]! + bias.signs[i]! * step : 0;
        units[i]!.value[row] = plain[i]! * times + plus;
        units[i]!.slope[row] = slopes[i]! * times + (scale ? scale.signs[i]! * plain[i]! : 0) + (bias?.signs[i] ?? 0);
      }
    }
  }

  readonly #sizes = new Map<string, number>();
  #sizeOf(id: string): number {
    if (this.#sizes.size === 0) for (const entry of this.#network.layers) this.#sizes.set(entry.id, entry.layer.size);
    return this.#sizes.get(id)!;
  }
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
