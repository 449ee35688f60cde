/** What of a network depends on a parameter, in the order of computing: the unit that it leads into, and all that follow. */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { ParameterEntry, Table } from '../document/document.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import type { RowFunction } from '../nn/layers/row-function.ts';

/** An entry that moves with the parameter: by itself, or tied to it. */
export interface Moving extends ParameterEntry {
  readonly sign: 1 | -1;
}

/** A unit whose value depends on the parameter. */
export interface Dependent {
  readonly layer: CompiledLayer;
  readonly unit: number;
  /** a and da/dParameter, per row, at the value in work. */
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

export interface DependentNeuron extends Dependent {
  readonly kind: 'neuron';
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

/** All units of a softmax, add or normalisation. */
export interface DependentRow {
  readonly kind: 'row';
  readonly rows: RowFunction;
  readonly units: readonly Dependent[];
  /** What is wired in; `units` is null where none of it depends on the parameter. */
  readonly sources: readonly { readonly id: string; readonly units: readonly (Dependent | undefined)[] | null }[];
  readonly scale: OwnedVector | null;
  readonly bias: OwnedVector | null;
}

interface OwnedVector {
  readonly values: Float64Array;
  /** 0 where the entry does not move. */
  readonly signs: Float64Array;
}

interface Search {
  readonly network: Network;
  readonly parameters: Table<Float64Array>;
  /** By `id:index`. */
  readonly signs: ReadonlyMap<string, number>;
  readonly movingIds: ReadonlySet<string>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly found: Map<string, readonly (Dependent | undefined)[]>;
  readonly rows: number;
}

/**
 * @param parameters may be empty where only the cost is asked for
 * @param rows examples that the units hold values of
 * @throws RangeError when a layer on the way has no chain rule: see `explanationRefusal`
 */
export function dependents(
  network: Network,
  parameters: Table<Float64Array>,
  moving: readonly Moving[],
  rows: number,
): (DependentNeuron | DependentRow)[] {
  const search: Search = {
    network,
    parameters,
    signs: new Map(moving.map(({ id, index, sign }) => [`${id}:${index}`, sign])),
    movingIds: new Set(moving.map(({ id }) => id)),
    sizes: new Map(network.layers.map(({ id, layer }) => [id, layer.size])),
    found: new Map(),
    rows,
  };
  return network.layers.flatMap((layer): readonly (DependentNeuron | DependentRow)[] =>
    layer.wires.length > 0 ? rowOf(search, layer) : neuronsOf(search, layer),
  );
}

function neuronsOf(search: Search, layer: CompiledLayer): DependentNeuron[] {
  const { parameters, signs, movingIds, sizes, found, rows } = search;
  const sources = layer.incoming.filter(({ source, weightId }) => found.has(source) || movingIds.has(weightId));
  const hasMovingBias = layer.biasId !== null && movingIds.has(layer.biasId);
  if (sources.length === 0 && !hasMovingBias) return [];
  const units = Array.from({ length: layer.layer.size }, (_, unit): DependentNeuron | undefined => {
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
    return { kind: 'neuron', ...emptyUnit(layer, unit, rows), biasSign, edges };
  });
  const present = units.filter((unit) => unit !== undefined);
  if (present.length > 0) found.set(layer.id, units);
  return present;
}

function rowOf(search: Search, compiled: CompiledLayer): DependentRow[] {
  const { found, movingIds, rows: count } = search;
  const { id, layer, wires, biasId } = compiled;
  const kind: LayerKind = layerKinds[layer.kind];
  const scaleName = kind.rows?.(layer).scale ?? null;
  const scaleId = scaleName === null ? null : `${id}.${scaleName}`;
  const isMoving = [scaleId, biasId].some((own) => own !== null && movingIds.has(own));
  if (!isMoving && !wires.some((source) => found.has(source))) return [];
  if (!kind.rows) throw new RangeError(`internal: "${layer.name}" has no chain rule`);
  const units = Array.from({ length: layer.size }, (_, unit) => emptyUnit(compiled, unit, count));
  found.set(id, units);
  const sources = wires.map((source) => ({ id: source, units: found.get(source) ?? null }));
  const owned = (own: string | null) => (own === null ? null : vectorOf(search, own, layer.size));
  return [{ kind: 'row', rows: kind.rows(layer), units, sources, scale: owned(scaleId), bias: owned(biasId) }];
}

const emptyUnit = (layer: CompiledLayer, unit: number, rows: number): Dependent => ({
  layer,
  unit,
  value: new Float64Array(rows),
  slope: new Float64Array(rows),
});

function vectorOf({ parameters, signs }: Search, id: string, size: number): OwnedVector {
  const sign = (index: number): number => signs.get(`${id}:${index}`) ?? 0;
  return {
    values: parameters[id] ?? new Float64Array(size),
    signs: Float64Array.from({ length: size }, (_, index) => sign(index)),
  };
}
