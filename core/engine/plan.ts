/**
 * A network made ready to run: every buffer laid out once in one block of memory, forward and backward as flat lists of
 * kernel calls over them. Running allocates nothing.
 */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import { activations } from '../nn/activations/registry.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Kernels } from './kernels/kernels.ts';
import { portable } from './kernels/portable.ts';
import { activate } from './ops/activate.ts';
import type { BoundOp, KernelCall, ParameterBuffer, Value } from './ops/op.ts';
import { weightedSum } from './ops/weighted-sum.ts';

interface LayerValues {
  /** What the activation receives; for inputs and linear layers the same buffer as `output`. */
  readonly before: Value;
  readonly output: Value;
}

/** Hands out consecutive pieces of one block. */
class Arena {
  readonly #block: Float64Array;
  #used = 0;

  constructor(size: number) {
    this.#block = new Float64Array(size);
  }

  take(size: number): Float64Array {
    const piece = this.#block.subarray(this.#used, this.#used + size);
    this.#used += size;
    return piece;
  }
}

export class Plan {
  readonly maxRows: number;
  readonly parameters: ReadonlyMap<string, ParameterBuffer>;
  readonly #layers = new Map<string, LayerValues>();
  readonly #forward: KernelCall[] = [];
  readonly #backward: KernelCall[] = [];
  readonly #gradients: Float64Array[] = [];
  readonly #network: Network;

  /** @param maxRows the largest batch that will be run */
  constructor(network: Network, maxRows: number, withGradients: boolean, kernels: Kernels = portable) {
    this.#network = network;
    this.maxRows = maxRows;
    const copies = withGradients ? 2 : 1;
    const arena = new Arena(copies * (parameterSize(network) + valueSize(network, maxRows)));
    this.parameters = new Map(
      network.parameters.map(({ id, shape }) => {
        const size = sizeOf(shape);
        return [id, { data: arena.take(size), gradient: withGradients ? arena.take(size) : null }];
      }),
    );
    const backward: BoundOp['backward'][] = [];
    for (const layer of network.layers) {
      const values = this.#layOut(layer, arena, withGradients);
      this.#layers.set(layer.id, values);
      for (const op of this.#lower(layer, values, kernels)) {
        this.#forward.push(...op.forward);
        backward.push(op.backward);
      }
    }
    for (const calls of backward.reverse()) this.#backward.push(...calls);
  }

  /** Writes values into the plan's own parameter buffers. */
  setParameters(parameters: Table<Float64Array>): void {
    for (const [id, { data }] of this.parameters) {
      const values = parameters[id];
      if (values?.length !== data.length) {
        throw new RangeError(`internal: parameter ${id} has ${values?.length ?? 'no'} values, not ${data.length}`);
      }
      data.set(values);
    }
  }

  /** Where a layer's outputs stand after `forward`: [maxRows, size]. */
  outputOf(layer: string): Float64Array {
    return this.#valuesOf(layer).output.data;
  }

  beforeActivationOf(layer: string): Float64Array {
    return this.#valuesOf(layer).before.data;
  }

  /** dLoss/dOutput of a layer, which `backward` starts from at the outputs. */
  outputGradientOf(layer: string): Float64Array {
    const { gradient } = this.#valuesOf(layer).output;
    if (!gradient) throw new Error('internal: this plan computes no gradients');
    return gradient;
  }

  /** Spreads rows of [inputCount] over the input layers. */
  setInputs(inputs: Float64Array, rows: number, firstRow = 0): void {
    const width = this.#network.inputCount;
    let offset = 0;
    for (const id of this.#network.inputLayers) {
      const { data, width: size } = this.#valuesOf(id).output;
      for (let row = 0; row < rows; row++) {
        const from = (firstRow + row) * width + offset;
        for (let unit = 0; unit < size; unit++) data[row * size + unit] = inputs[from + unit]!;
      }
      offset += size;
    }
  }

  /** Gathers the output layers into rows of [outputCount]. */
  readOutputs(into: Float64Array, rows: number): void {
    this.#eachOutput(rows, (value, to, from) => {
      into[to] = value.data[from]!;
    });
  }

  /** Spreads rows of dLoss/dOutput [outputCount] over the output layers. */
  setOutputGradients(gradients: Float64Array, rows: number): void {
    this.clearGradients();
    this.#eachOutput(rows, (value, from, to) => {
      value.gradient![to] = gradients[from]!;
    });
  }

  clearGradients(): void {
    for (const gradient of this.#gradients) gradient.fill(0);
  }

  forward(rows: number): void {
    for (const call of this.#forward) call(rows);
  }

  /** After `setOutputGradients`: fills every parameter's gradient. */
  backward(rows: number): void {
    for (const call of this.#backward) call(rows);
  }

  #eachOutput(rows: number, visit: (value: Value, joined: number, own: number) => void): void {
    const width = this.#network.outputCount;
    let offset = 0;
    for (const id of this.#network.outputLayers) {
      const value = this.#valuesOf(id).output;
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < value.width; unit++)
          visit(value, row * width + offset + unit, row * value.width + unit);
      }
      offset += value.width;
    }
  }

  #valuesOf(layer: string): LayerValues {
    const values = this.#layers.get(layer);
    if (!values) throw new Error(`internal: layer ${layer} is not part of this plan`);
    return values;
  }

  #layOut({ layer, biasId, incoming }: CompiledLayer, arena: Arena, withGradients: boolean): LayerValues {
    const isInput = biasId === null && incoming.length === 0 && this.#network.inputLayers.includes(layer.id);
    const take = (hasGradient: boolean): Value => {
      const data = arena.take(layer.size * this.maxRows);
      const gradient = hasGradient ? arena.take(layer.size * this.maxRows) : null;
      if (gradient) this.#gradients.push(gradient);
      return { width: layer.size, data, gradient };
    };
    const output = take(withGradients && !isInput);
    return { output, before: hasActivation(layer.activation, isInput) ? take(withGradients) : output };
  }

  #lower({ layer, incoming, biasId }: CompiledLayer, values: LayerValues, kernels: Kernels): BoundOp[] {
    if (this.#network.inputLayers.includes(layer.id)) return [];
    const terms = incoming.map(({ source, weightId, mask }) => ({
      x: this.#valuesOf(source).output,
      weight: this.parameters.get(weightId)!,
      mask,
    }));
    const bias = biasId === null ? null : this.parameters.get(biasId)!;
    const ops = [weightedSum(kernels, { terms, bias, sum: values.before })];
    if (values.before !== values.output) {
      ops.push(activate(kernels, { activation: activations[layer.activation], z: values.before, a: values.output }));
    }
    return ops;
  }
}

/** A linear layer's sum is its output: no second buffer, no second pass. */
const hasActivation = (activation: string, isInput: boolean): boolean => !isInput && activation !== 'linear';

function parameterSize({ parameters }: Network): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Enough for every layer's output and pre-activation. */
function valueSize({ layers }: Network, maxRows: number): number {
  return layers.reduce((sum, { layer }) => sum + 2 * layer.size * maxRows, 0);
}
