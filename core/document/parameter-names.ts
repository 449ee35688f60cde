/** What people call things: units, single parameters, and the formula of a neuron with every term's parameter. */
import { isWired, layerContext } from '../compile/layer-context.ts';
import { byPosition } from '../compile/order.ts';
import type { ActivationName } from '../nn/activations/registry.ts';
import type { LayerKind, LayerParameter } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { sizeOf } from '../tensor/shape.ts';
import { connectionsInto } from './joined.ts';
import { biasId, weightId, type Layer, type NetworkDocument, type Table } from './document.ts';

/** `h1` for a lone neuron, `h1.3` for the third unit of a layer. */
export function unitName(layer: Layer, unit: number): string {
  return layer.size === 1 ? layer.name : `${layer.name}.${unit + 1}`;
}

export type ParameterPlaceInNetwork =
  | { readonly kind: 'bias'; readonly layer: Layer; readonly unit: number }
  | {
      readonly kind: 'weight';
      readonly connection: string;
      readonly source: Layer;
      readonly sourceUnit: number;
      readonly target: Layer;
      readonly targetUnit: number;
    }
  | OwnedPlace;

/** An entry of a tensor that a layer owns, such as a table of embeddings. */
export interface OwnedPlace {
  readonly kind: 'own';
  readonly layer: Layer;
  /** `qkvWeight` */
  readonly tensor: string;
  readonly shape: readonly number[];
  /** Place in the tensor: `[row, column]`, or `[unit]`. */
  readonly at: readonly number[];
}

/** Which edge or bias entry `index` of a parameter is; null when it is not there any more. */
export function locateParameter(document: NetworkDocument, id: string, index: number): ParameterPlaceInNetwork | null {
  const owner = id.slice(0, id.lastIndexOf('.'));
  const layer = document.layers[owner];
  if (layer) return ownedPlace(document, layer, id.slice(owner.length + 1), index);
  const connection = document.connections[owner];
  const source = connection && document.layers[connection.source];
  const target = connection && document.layers[connection.target];
  if (!connection || !source || !target || index >= source.size * target.size) return null;
  return {
    kind: 'weight',
    connection: connection.id,
    source,
    sourceUnit: index % source.size,
    target,
    targetUnit: Math.floor(index / source.size),
  };
}

function ownedPlace(
  document: NetworkDocument,
  layer: Layer,
  tensor: string,
  index: number,
): ParameterPlaceInNetwork | null {
  if (!isWired(layer)) return index < layer.size ? { kind: 'bias', layer, unit: index } : null;
  const found = ownedBy(document.layers, layer).find(({ name }) => name === tensor);
  if (!found || index >= sizeOf(found.shape)) return null;
  const columns = found.shape[1] ?? 1;
  const at = found.shape.length === 1 ? [index] : [Math.floor(index / columns), index % columns];
  return { kind: 'own', layer, tensor, shape: found.shape, at };
}

/** What layers own, as long as the drawing stays: a table asks for every entry of a million. */
const owned = new WeakMap<Table<Layer>, Map<string, readonly LayerParameter[]>>();

function ownedBy(layers: Table<Layer>, layer: Layer): readonly LayerParameter[] {
  const known = owned.get(layers) ?? new Map<string, readonly LayerParameter[]>();
  owned.set(layers, known);
  const found = known.get(layer.id);
  if (found) return found;
  const kind: LayerKind = layerKinds[layer.kind];
  const parameters = kind.parameters(layer, layerContext(Object.values(layers)));
  known.set(layer.id, parameters);
  return parameters;
}

/** The person's own name for it, `attention 1.qkvWeight[5,3]` counted from 1 as units are, else `w(source,target)` or `b(unit)`. */
export function parameterName(document: NetworkDocument, id: string, index: number): string {
  const own = document.labels[id]?.[index];
  if (own) return own;
  const place = locateParameter(document, id, index);
  if (!place) return `${id}[${index}]`;
  if (place.kind === 'own') return `${place.layer.name}.${place.tensor}[${place.at.map((i) => i + 1).join(',')}]`;
  if (place.kind === 'bias') return `b(${unitName(place.layer, place.unit)})`;
  return `w(${unitName(place.source, place.sourceUnit)},${unitName(place.target, place.targetUnit)})`;
}

export interface FormulaTerm {
  /** The unit whose output is multiplied. */
  readonly factor: string;
  readonly layer: string;
  readonly unit: number;
  readonly parameterId: string;
  readonly index: number;
  readonly name: string;
}

/** `left = activation(Σ factor·name + bias)`, in reading order. */
export interface Formula {
  readonly left: string;
  readonly layer: string;
  readonly unit: number;
  readonly terms: readonly FormulaTerm[];
  readonly bias: { readonly parameterId: string; readonly index: number; readonly name: string } | null;
  readonly activation: ActivationName;
}

/** null for an input, whose value is the example's, and for layers that are no neurons. */
export function formulaOf(document: NetworkDocument, layerId: string, unit: number): Formula | null {
  const layer = document.layers[layerId];
  if (!layer || !layerKinds[layer.kind].takesConnections || isWired(layer)) return null;
  const incoming = connectionsInto(document.connections, layerId)
    .filter(({ source }) => document.layers[source])
    .sort((a, b) => byPosition(document.layers[a.source]!, document.layers[b.source]!));
  const terms = incoming.flatMap(({ id, source, mask }) => {
    const from = document.layers[source]!;
    const parameterId = weightId(id);
    return Array.from({ length: from.size }, (_, sourceUnit): FormulaTerm | null => {
      const index = unit * from.size + sourceUnit;
      if (mask && mask[index] === 0) return null;
      const name = parameterName(document, parameterId, index);
      return { factor: unitName(from, sourceUnit), layer: source, unit: sourceUnit, parameterId, index, name };
    }).filter((term) => term !== null);
  });
  const bias = layer.hasBias ? { parameterId: biasId(layerId), index: unit } : null;
  return {
    left: unitName(layer, unit),
    layer: layerId,
    unit,
    terms,
    bias: bias && { ...bias, name: parameterName(document, bias.parameterId, bias.index) },
    activation: layer.activation,
  };
}
