/**
 * A graph made ready to run: every buffer laid out once, forward and backward as flat lists of kernel calls over them.
 * Running allocates nothing.
 */
import { sizeOf } from '../tensor/shape.ts';
import type { Graph } from './graph.ts';
import type { Kernels } from './kernels/kernels.ts';
import { portable } from './kernels/portable.ts';
import type { KernelCall, Operands, ParameterBuffer, Value } from './ops/op.ts';

export class Plan {
  readonly maxRows: number;
  readonly inputCount: number;
  readonly outputCount: number;
  /** In the graph's order. */
  readonly parameters: ReadonlyMap<string, ParameterBuffer>;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #inputs: readonly Value[];
  readonly #outputs: readonly Value[];
  readonly #forward: readonly KernelCall[];
  readonly #backward: readonly KernelCall[];
  /** All gradients of values, one after another. */
  readonly #valueGradients: Float64Array;

  /** @param maxRows the largest batch that will be run */
  constructor(graph: Graph, maxRows: number, withGradients: boolean, kernels: Kernels = portable) {
    this.maxRows = maxRows;
    this.parameters = layOutParameters(graph, withGradients);
    const { values, gradients } = layOutValues(graph, maxRows, withGradients);
    this.#values = values;
    this.#valueGradients = gradients;
    const operands: Operands = { value: (id) => this.#valueOf(id), parameter: (id) => this.#parameterOf(id) };
    const bound = graph.nodes.map((node) => node.bind(kernels, operands, this.#valueOf(node.id)));
    this.#forward = bound.flatMap(({ forward }) => forward);
    this.#backward = bound.reverse().flatMap(({ backward }) => backward);
    this.#inputs = graph.inputs.map((id) => this.#valueOf(id));
    this.#outputs = graph.outputs.map((id) => this.#valueOf(id));
    this.inputCount = this.#inputs.reduce((sum, { width }) => sum + width, 0);
    this.outputCount = this.#outputs.reduce((sum, { width }) => sum + width, 0);
  }

  has(node: string): boolean {
    return this.#values.has(node);
  }

  /** A node's value after `forward`: [maxRows, width]. */
  dataOf(node: string): Float64Array {
    return this.#valueOf(node).data;
  }

  /** Writes values into the plan's own parameter buffers; what a mask leaves out becomes 0. */
  setParameters(parameters: Readonly<Record<string, Float64Array>>): void {
    for (const [id, { data }] of this.parameters) {
      const values = parameters[id];
      if (values?.length !== data.length) {
        throw new RangeError(`internal: parameter ${id} has ${values?.length ?? 'no'} values, not ${data.length}`);
      }
      data.set(values);
    }
    for (const { data, mask } of this.parameters.values()) {
      if (mask) for (let i = 0; i < mask.length; i++) if (mask[i] === 0) data[i] = 0;
    }
  }

  /** Spreads rows of [inputCount] over the input nodes. */
  setInputs(inputs: Float64Array, rows: number, firstRow = 0): void {
    let offset = firstRow * this.inputCount;
    for (const { data, width } of this.#inputs) {
      for (let row = 0, to = 0; row < rows; row++) {
        const from = offset + row * this.inputCount;
        for (let unit = 0; unit < width; unit++, to++) data[to] = inputs[from + unit]!;
      }
      offset += width;
    }
  }

  forward(rows: number): void {
    for (const call of this.#forward) call(rows);
  }

  /** Gathers the output nodes into rows of [outputCount]. */
  readOutputs(into: Float64Array, rows: number): void {
    let offset = 0;
    for (const { data, width } of this.#outputs) {
      for (let row = 0, from = 0; row < rows; row++) {
        const to = offset + row * this.outputCount;
        for (let unit = 0; unit < width; unit++, from++) into[to + unit] = data[from]!;
      }
      offset += width;
    }
  }

  /**
   * Fills every parameter's gradient.
   *
   * @param outputGradients dLoss/dOutput, [rows, outputCount]
   */
  backward(outputGradients: Float64Array, rows: number): void {
    this.#valueGradients.fill(0);
    let offset = 0;
    for (const { gradient, width } of this.#outputs) {
      if (!gradient) throw new Error('internal: this plan computes no gradients');
      for (let row = 0, to = 0; row < rows; row++) {
        const from = offset + row * this.outputCount;
        for (let unit = 0; unit < width; unit++, to++) gradient[to] = outputGradients[from + unit]!;
      }
      offset += width;
    }
    for (const call of this.#backward) call(rows);
  }

  #valueOf(node: string): Value {
    const value = this.#values.get(node);
    if (!value) throw new Error(`internal: "${node}" is not part of this plan`);
    return value;
  }

  #parameterOf(id: string): ParameterBuffer {
    const parameter = this.parameters.get(id);
    if (!parameter) throw new Error(`internal: parameter "${id}" is not part of this plan`);
    return parameter;
  }
}

function layOutParameters({ parameters }: Graph, withGradients: boolean): Map<string, ParameterBuffer> {
  const total = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const data = new Float64Array(total);
  const gradients = new Float64Array(withGradients ? total : 0);
  let used = 0;
  return new Map(
    parameters.map(({ id, shape, mask }) => {
      const start = used;
      used += sizeOf(shape);
      const gradient = withGradients ? gradients.subarray(start, used) : null;
      return [id, { data: data.subarray(start, used), gradient, mask }];
    }),
  );
}

function layOutValues({ nodes, inputs }: Graph, maxRows: number, withGradients: boolean) {
  const total = nodes.reduce((sum, { width }) => sum + width * maxRows, 0);
  const data = new Float64Array(total);
  const gradients = new Float64Array(withGradients ? total : 0);
  let used = 0;
  const values = new Map<string, Value>();
  for (const { id, width } of nodes) {
    const start = used;
    used += width * maxRows;
    const gradient = withGradients && !inputs.includes(id) ? gradients.subarray(start, used) : null;
    values.set(id, { width, data: data.subarray(start, used), gradient });
  }
  return { values, gradients };
}
