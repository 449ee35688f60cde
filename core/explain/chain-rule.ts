/**
 * The chain rule with live numbers: why a parameter's gradient is what it is, for any network that is drawn of neurons, softmax, add and
 * normalisation.
 *
 *     dLoss/dw = Σ over examples of (what w multiplies) · dLoss/dz        z: the sum that w is a part of
 *     dLoss/dz = f'(z) · dLoss/da
 *     dLoss/da = dLoss/dOutput at an output, + Σ over all that read a of (their weight · their dLoss/dz)
 *
 * A layer without weights on its inputs (softmax, add, normalisation) reads each unit by a derivative instead of a weight:
 *
 *     dLoss/da_i = Σ over its units j of dy_j/da_i · (its scale) · dLoss/dy_j
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
import type { RowFunction } from '../nn/layers/row-function.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { isExplained } from './explanation-refusal.ts';

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
  /** What a normalisation's scale multiplies: the unit before scale and bias. */
  | ({ readonly kind: 'unscaled' } & UnitPlace)
  /** How a unit changes with one that is wired into its layer. */
  | ({ readonly kind: 'derivative'; readonly from: UnitPlace; readonly isUnscaled: boolean } & UnitPlace)
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

/** The numbers of one batch, from which any parameter can be explained. */
export class Explanation {
  readonly #layers: ReadonlyMap<string, CompiledLayer>;
  readonly #readers: ReadonlyMap<string, readonly Reader[]>;
  /** Layers that each one is wired into. */
  readonly #carriers: ReadonlyMap<string, readonly CompiledLayer[]>;
  readonly #parameters: Table<Float64Array>;
  readonly #outputs = new Map<string, Float64Array>();
  /** dLoss/dz of every unit, and dLoss/da. */
  readonly #sums = new Map<string, Float64Array>();
  readonly #before = new Map<string, Float64Array>();
  readonly #fromLoss = new Map<string, Float64Array>();
  readonly #wired = new Map<string, Wired>();
  readonly #gradients = new Map<string, Float64Array>();
  readonly #rows: number;
  /** Of the examples. */
  readonly loss: number;

  constructor(network: Network, parameters: Table<Float64Array>, examples: Examples, loss: Loss) {
    this.#rows = examples.rows;
    this.#parameters = parameters;
    this.#layers = new Map(network.layers.map((layer) => [layer.id, layer]));
    this.#readers = readersOf(network);
    this.#carriers = carriersOf(network);
    this.loss = this.#forward(network, examples, loss);
    for (const layer of network.layers) if (layer.wires.length > 0 && isExplained(layer.layer)) this.#wire(layer);
    for (const layer of [...network.layers].reverse()) this.#backward(layer);
  }

  /**
   * @throws RangeError when the network has no such entry, or no edge is drawn there, or its way to the loss is not explained:
   * see `explanationRefusal`
   */
  of(entry: ParameterEntry): ChainRule {
    const { target, unit, first } = this.#placeOf(entry);
    if (!this.#sums.has(target.id)) {
      throw new RangeError(`The chain rule of ${entry.id}[${entry.index}] is not written out.`);
    }
    const onwards =
      target.wires.length > 0 ? this.#afterOutput({ layer: target.id, unit }) : this.#pathFrom(target, unit);
    const product = productOf([...first, ...onwards]);
    let gradient = 0;
    for (let row = 0; row < this.#rows; row++) gradient += product.at(row);
    return { rows: this.#rows, product, gradient };
  }

  /** Which unit a parameter is a part of, and what it multiplies there: nothing for a bias. */
  #placeOf({ id, index }: ParameterEntry): { target: CompiledLayer; unit: number; first: readonly Factor[] } {
    for (const target of this.#layers.values()) {
      if (target.biasId === id && index < target.layer.size) return { target, unit: index, first: [] };
      const wired = this.#wired.get(target.id);
      if (wired?.scaleId === id && index < target.layer.size) {
        return { target, unit: index, first: [this.#unscaledOf({ layer: target.id, unit: index }, wired)] };
      }
      const connection = target.incoming.find(({ weightId }) => weightId === id);
      if (!connection) continue;
      const { size } = this.#layers.get(connection.source)!.layer;
      if (index >= size * target.layer.size || connection.mask?.[index] === 0) break;
      const source = { layer: connection.source, unit: index % size };
      return { target, unit: Math.floor(index / size), first: [this.#outputOf(source)] };
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
    return [...fromLoss, ...onwards, ...this.#wiredProductsFrom(place)];
  }

  /** One for each unit of a softmax, add or normalisation that depends on it. */
  #wiredProductsFrom({ layer, unit: from }: UnitPlace): readonly Product[] {
    return (this.#carriers.get(layer) ?? []).flatMap((reader) => {
      const wired = this.#wired.get(reader.id)!;
      const sums = this.#sums.get(reader.id)!;
      const { size } = reader.layer;
      const units = wired.rows.mixes ? Array.from({ length: size }, (_, unit) => unit) : [from];
      return units.map((unit) => {
        const derivative = this.#derivativeOf({ layer: reader.id, unit }, { layer, unit: from }, wired);
        return lazyProduct(
          () => [derivative, ...this.#scaleOf(unit, wired), ...this.#afterOutput({ layer: reader.id, unit })],
          (row) => derivative.at(row) * sums[row * size + unit]!,
        );
      });
    });
  }

  #derivativeOf(place: UnitPlace, from: UnitPlace, { rows, plain, factors, width, scaleId }: Wired): Factor {
    const isSame = place.unit === from.unit;
    return {
      source: { kind: 'derivative', ...place, from, isUnscaled: scaleId !== null },
      at: (row) => {
        const [x, y] = [plain[row * width + from.unit]!, plain[row * width + place.unit]!];
        return rows.derivative(x, y, isSame, width, factors[row]!);
      },
      unfold: null,
    };
  }

  #scaleOf(unit: number, { scaleId }: Wired): readonly Factor[] {
    if (scaleId === null) return [];
    const value = this.#parameters[scaleId]![unit]!;
    return [{ source: { kind: 'parameter', id: scaleId, index: unit }, at: () => value, unfold: null }];
  }

  #unscaledOf(place: UnitPlace, { plain, width }: Wired): Factor {
    const at = (row: number): number => plain[row * width + place.unit]!;
    return { source: { kind: 'unscaled', ...place }, at, unfold: null };
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

  #forward(network: Network, { rows, inputs, targets }: Examples, loss: Loss): number {
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
    return loss.forward(evaluator.outputs, targets, rows, network.outputCount);
  }

  /** What a softmax, add or normalisation makes of each example, before its scale and bias. */
  #wire({ id, layer, wires }: CompiledLayer): void {
    const width = layer.size;
    const kind: LayerKind = layerKinds[layer.kind];
    const rows = kind.rows!(layer);
    const plain = new Float64Array(this.#rows * width);
    const factors = new Float64Array(this.#rows);
    const x = new Float64Array(width);
    for (let row = 0; row < this.#rows; row++) {
      x.fill(0);
      for (const source of wires) {
        const values = this.#outputs.get(source)!;
        for (let i = 0; i < width; i++) x[i]! += values[row * width + i]!;
      }
      factors[row] = rows.forward(x, plain.subarray(row * width, (row + 1) * width));
    }
    this.#wired.set(id, { rows, plain, factors, width, scaleId: rows.scale === null ? null : `${id}.${rows.scale}` });
  }

  #backward({ id, layer }: CompiledLayer): void {
    const { size } = layer;
    const readers = [...(this.#readers.get(id) ?? []).map(({ reader }) => reader), ...(this.#carriers.get(id) ?? [])];
    // What an unexplained layer stands behind has no gradient here: `explanationRefusal` says so.
    if (!isExplained(layer) || readers.some((reader) => !this.#sums.has(reader.id))) return;
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
    for (const reader of this.#carriers.get(id) ?? []) this.#carryBack(reader, gradient);
    this.#gradients.set(id, gradient);
    const wired = this.#wired.get(id);
    if (wired) {
      const scale = wired.scaleId === null ? null : this.#parameters[wired.scaleId]!;
      this.#sums.set(id, scale ? gradient.map((g, i) => g * scale[i % size]!) : gradient);
      return;
    }
    const { derivative } = activations[layer.activation];
    const [z, a] = [this.#before.get(id)!, this.#outputs.get(id)!];
    const isLinear = layer.activation === 'linear';
    this.#sums.set(id, isLinear ? gradient : gradient.map((g, i) => g * derivative(z[i]!, a[i]!)));
  }

  /** Adds what a wired layer's gradient is to the units that enter it. */
  #carryBack({ id }: CompiledLayer, gradient: Float64Array): void {
    const { rows, plain, factors, width } = this.#wired.get(id)!;
    const after = this.#sums.get(id)!;
    const back = new Float64Array(width);
    for (let start = 0; start < after.length; start += width) {
      const end = start + width;
      rows.apply(plain.subarray(start, end), factors[start / width]!, after.subarray(start, end), back);
      for (let i = 0; i < width; i++) gradient[start + i]! += back[i]!;
    }
  }
}

/** A softmax, add or normalisation over the batch. */
interface Wired {
  readonly rows: RowFunction;
  readonly width: number;
  /** [rows, width], before scale and bias. */
  readonly plain: Float64Array;
  /** Per row: what the derivative needs beside it. */
  readonly factors: Float64Array;
  /** Id of the parameter that multiplies it; null for none. */
  readonly scaleId: string | null;
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

function carriersOf({ layers }: Network): Map<string, CompiledLayer[]> {
  const found = new Map<string, CompiledLayer[]>();
  for (const reader of layers) {
    for (const source of reader.wires) found.set(source, [...(found.get(source) ?? []), reader]);
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
