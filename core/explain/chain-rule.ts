/**
 * The chain rule with live numbers: why a parameter's gradient is what it is, for any network that is drawn of neurons.
 *
 *     dLoss/dw = Σ over examples of (what w multiplies) · dLoss/dz        z: the sum that w is a part of
 *     dLoss/dz = f'(z) · dLoss/da
 *     dLoss/da = dLoss/dOutput at an output, + Σ over all that read a of (their weight · their dLoss/dz)
 *
 * Each product is a list of factors with a place that they come from. A sum over several readers is one factor, which can
 * be unfolded into products of its own, down to the loss; a sum of one is written out at once.
 */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { ParameterEntry, Table } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import { activations } from '../nn/activations/registry.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import type { Loss } from '../nn/losses/loss.ts';

export interface UnitPlace {
  readonly layer: string;
  readonly unit: number;
}

/** Where a factor's number comes from. */
export type FactorSource =
  | ({ readonly kind: 'parameter' } & ParameterEntry)
  /** The output of a unit. */
  | ({ readonly kind: 'output' } & UnitPlace)
  /** The slope of a unit's activation where it now is. */
  | ({ readonly kind: 'slope' } & UnitPlace)
  /** How the loss changes with an output. */
  | ({ readonly kind: 'loss' } & UnitPlace)
  /** How the loss changes with a unit's output: a sum over all that read it. */
  | ({ readonly kind: 'sum' } & UnitPlace);

export interface Factor {
  readonly source: FactorSource;
  /** Of example `row` of the batch. */
  readonly at: (row: number) => number;
  /** The products that a sum adds up, made when asked for; null for a factor that is none. */
  readonly unfold: (() => readonly Product[]) | null;
}

export interface Product {
  /** In the order of reading: from the parameter to the loss. Their product is the value. */
  readonly factors: readonly Factor[];
  readonly at: (row: number) => number;
}

export interface ChainRule {
  readonly rows: number;
  /** The gradient is its sum over all examples. */
  readonly product: Product;
  readonly gradient: number;
}

/** Rows of data, [rows, inputs] and [rows, outputs]. */
export interface Examples {
  readonly rows: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** Numbers that one explanation may hold: beyond, a batch is too much to write out. */
const MOST_NUMBERS = 8_000_000;

/** @returns why a network or a batch cannot be explained; null when it can */
export function explanationRefusal({ layers, parameterCount }: Network, rows: number): string | null {
  const other = layers.find(({ layer }) => {
    const kind: LayerKind = layerKinds[layer.kind];
    return kind !== layerKinds.input && kind !== layerKinds.dense && kind !== layerKinds.output;
  });
  if (other) return `"${other.layer.name}" is no layer of neurons, so its chain rule is not written out.`;
  if (rows * parameterCount <= MOST_NUMBERS) return null;
  return `${rows} examples of ${parameterCount} parameters are too much to write out. Choose a smaller batch.`;
}

/** The numbers of one batch, from which any parameter can be explained. */
export class Explanation {
  readonly #layers: ReadonlyMap<string, CompiledLayer>;
  readonly #readers: ReadonlyMap<string, readonly Reader[]>;
  readonly #parameters: Table<Float64Array>;
  readonly #outputs = new Map<string, Float64Array>();
  /** dLoss/dz of every unit, and dLoss/da. */
  readonly #sums = new Map<string, Float64Array>();
  readonly #before = new Map<string, Float64Array>();
  readonly #fromLoss = new Map<string, Float64Array>();
  readonly #gradients = new Map<string, Float64Array>();
  readonly #rows: number;

  constructor(network: Network, parameters: Table<Float64Array>, examples: Examples, loss: Loss) {
    this.#rows = examples.rows;
    this.#parameters = parameters;
    this.#layers = new Map(network.layers.map((layer) => [layer.id, layer]));
    this.#readers = readersOf(network);
    this.#forward(network, examples, loss);
    for (const layer of [...network.layers].reverse()) this.#backward(layer);
  }

  /** @throws RangeError when the network has no such entry, or no edge is drawn there */
  of({ id, index }: ParameterEntry): ChainRule {
    const { target, unit, source } = this.#placeOf(id, index);
    const first = source ? [this.#outputOf(source)] : [];
    const product = productOf([...first, ...this.#pathFrom(target, unit)]);
    let gradient = 0;
    for (let row = 0; row < this.#rows; row++) gradient += product.at(row);
    return { rows: this.#rows, product, gradient };
  }

  #placeOf(id: string, index: number): { target: CompiledLayer; unit: number; source: UnitPlace | null } {
    for (const target of this.#layers.values()) {
      if (target.biasId === id && index < target.layer.size) return { target, unit: index, source: null };
      const connection = target.incoming.find(({ weightId }) => weightId === id);
      if (!connection) continue;
      const { size } = this.#layers.get(connection.source)!.layer;
      if (index >= size * target.layer.size || connection.mask?.[index] === 0) break;
      const source = { layer: connection.source, unit: index % size };
      return { target, unit: Math.floor(index / size), source };
    }
    throw new RangeError(`There is no parameter ${id}[${index}] in this network.`);
  }

  /** From a unit's sum to the loss: the slope of its activation, then how the loss changes with its output. */
  #pathFrom(target: CompiledLayer, unit: number): readonly Factor[] {
    const place = { layer: target.id, unit };
    const isLinear = target.layer.activation === 'linear';
    return [...(isLinear ? [] : [this.#slopeOf(place)]), ...this.#afterOutput(place)];
  }

  #afterOutput(place: UnitPlace): readonly Factor[] {
    const products = this.#productsFrom(place);
    if (products.length === 1) return products[0]!.factors;
    return [{ source: { kind: 'sum', ...place }, at: this.#reader(this.#gradients, place), unfold: () => products }];
  }

  /** One for the loss where the unit is an output, one for each edge that leads on. */
  #productsFrom(place: UnitPlace): readonly Product[] {
    const fromLoss = this.#fromLoss.has(place.layer)
      ? [
          productOf([
            { source: { kind: 'loss' as const, ...place }, at: this.#reader(this.#fromLoss, place), unfold: null },
          ]),
        ]
      : [];
    const onwards = this.#edgesFrom(place).map(({ reader, weightId, index, unit }) => {
      const value = this.#parameters[weightId]![index]!;
      const weight = {
        source: { kind: 'parameter' as const, id: weightId, index },
        at: () => value,
        unfold: null,
      };
      // Made only when the sum is unfolded: there are more paths through a network than anyone could write out.
      return lazyProduct(
        () => [weight, ...this.#pathFrom(reader, unit)],
        (row) => value * this.#sums.get(reader.id)![row * reader.layer.size + unit]!,
      );
    });
    return [...fromLoss, ...onwards];
  }

  #edgesFrom({
    layer,
    unit: from,
  }: UnitPlace): { reader: CompiledLayer; weightId: string; index: number; unit: number }[] {
    const { size } = this.#layers.get(layer)!.layer;
    return (this.#readers.get(layer) ?? []).flatMap(({ reader, weightId, mask }) =>
      Array.from({ length: reader.layer.size }, (_, unit) => ({
        reader,
        weightId,
        index: unit * size + from,
        unit,
      })).filter(({ index }) => mask?.[index] !== 0),
    );
  }

  #outputOf(place: UnitPlace): Factor {
    return { source: { kind: 'output', ...place }, at: this.#reader(this.#outputs, place), unfold: null };
  }

  #slopeOf(place: UnitPlace): Factor {
    const { layer } = this.#layers.get(place.layer)!;
    const { derivative } = activations[layer.activation];
    const [z, a] = [this.#reader(this.#before, place), this.#reader(this.#outputs, place)];
    return { source: { kind: 'slope', ...place }, at: (row) => derivative(z(row), a(row)), unfold: null };
  }

  #reader(table: ReadonlyMap<string, Float64Array>, { layer, unit }: UnitPlace): (row: number) => number {
    const values = table.get(layer)!;
    const { size } = this.#layers.get(layer)!.layer;
    return (row) => values[row * size + unit]!;
  }

  #forward(network: Network, { rows, inputs, targets }: Examples, loss: Loss): void {
    const evaluator = new Evaluator(network, rows);
    evaluator.run(this.#parameters, inputs, rows);
    for (const { id } of network.layers) {
      this.#outputs.set(id, Float64Array.from(evaluator.activationsOf(id)));
      this.#before.set(id, Float64Array.from(evaluator.preActivationsOf(id)));
    }
    const gradient = new Float64Array(rows * network.outputCount);
    loss.backward(evaluator.outputs, targets, rows, network.outputCount, gradient);
    let first = 0;
    for (const id of network.outputLayers) {
      const { size } = this.#layers.get(id)!.layer;
      const own = new Float64Array(rows * size);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < size; i++) own[row * size + i] = gradient[row * network.outputCount + first + i]!;
      }
      this.#fromLoss.set(id, own);
      first += size;
    }
  }

  #backward({ id, layer }: CompiledLayer): void {
    const { size } = layer;
    const gradient = this.#fromLoss.get(id)?.slice() ?? new Float64Array(this.#rows * size);
    for (const { reader, weightId } of this.#readers.get(id) ?? []) {
      const weights = this.#parameters[weightId]!; // 0 where no edge is drawn
      const after = this.#sums.get(reader.id)!;
      for (let row = 0; row < this.#rows; row++) {
        for (let to = 0; to < reader.layer.size; to++) {
          const d = after[row * reader.layer.size + to]!;
          for (let from = 0; from < size; from++) gradient[row * size + from]! += weights[to * size + from]! * d;
        }
      }
    }
    this.#gradients.set(id, gradient);
    const { derivative } = activations[layer.activation];
    const [z, a] = [this.#before.get(id)!, this.#outputs.get(id)!];
    const isLinear = layer.activation === 'linear';
    this.#sums.set(id, isLinear ? gradient : gradient.map((g, i) => g * derivative(z[i]!, a[i]!)));
  }
}

interface Reader {
  readonly reader: CompiledLayer;
  readonly weightId: string;
  readonly mask: Uint8Array | null;
}

function readersOf({ layers }: Network): Map<string, Reader[]> {
  const found = new Map<string, Reader[]>();
  for (const reader of layers) {
    for (const { source, weightId, mask } of reader.incoming) {
      found.set(source, [...(found.get(source) ?? []), { reader, weightId, mask }]);
    }
  }
  return found;
}

const productOf = (factors: readonly Factor[]): Product => ({
  factors,
  at: (row) => factors.reduce((product, factor) => product * factor.at(row), 1),
});

/** A product whose value is known without its factors. */
function lazyProduct(make: () => readonly Factor[], at: (row: number) => number): Product {
  let made: readonly Factor[] | null = null;
  return {
    get factors() {
      return (made ??= make());
    },
    at,
  };
}
