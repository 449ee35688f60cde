import { hasEdge } from '../../core/document/commands/connect.ts';
import { connectionsInto, connectionsOutOf } from '../../core/document/joined.ts';
import { byPosition } from '../../core/compile/order.ts';
import { unitName } from '../../core/document/parameter-names.ts';
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import { activations } from '../../core/nn/activations/registry.ts';
import { layerKinds } from '../../core/nn/layers/registry.ts';
import { formatCount } from '../ui/number-format.ts';
import { blockFacts } from './block-facts.ts';
import { isPlate } from './geometry.ts';

/** A layer in words, for those who hear the drawing: `dense, 4 units, tanh, from x1, x2, to y`. */
export function describeLayer(layers: Table<Layer>, connections: Table<Connection>, layer: Layer): string {
  const from = connectionsInto(connections, layer.id).map(({ source }) => layers[source]?.name);
  const to = connectionsOutOf(connections, layer.id).map(({ target }) => layers[target]?.name);
  const kind = layerKinds[layer.kind];
  return [
    kind.title.toLowerCase(),
    ...(isPlate(layer) ? plateFacts(layers, layer) : [`${layer.size} unit${layer.size === 1 ? '' : 's'}`]),
    ...(kind.hasActivation ? [activations[layer.activation].title.toLowerCase()] : []),
    ...(from.length > 0 ? [`from ${from.join(', ')}`] : []),
    ...(to.length > 0 ? [`to ${to.join(', ')}`] : []),
  ].join(', ');
}

function plateFacts(layers: Table<Layer>, layer: Layer): string[] {
  const { detail, count } = blockFacts(layer, layers);
  return [detail, ...(count > 0 ? [`${formatCount(count)} parameters`] : [])];
}

export interface OutlineUnit {
  readonly name: string;
  readonly inputs: string;
}

export interface OutlineLayer {
  readonly id: string;
  readonly title: string;
  readonly units: readonly OutlineUnit[];
}

/** Units told one by one, and inputs told of one unit; the rest as a number. */
const MOST_UNITS = 32;
const MOST_INPUTS = 12;

/** The drawing as a list to be read: every layer, its neurons, and what each is fed by. */
export function outlineOf(layers: Table<Layer>, connections: Table<Connection>): OutlineLayer[] {
  return Object.values(layers)
    .sort((a, b) => a.x - b.x || byPosition(a, b))
    .map((layer) => {
      const title = `${layer.name}: ${describeLayer(layers, connections, layer)}`;
      if (isPlate(layer)) return { id: layer.id, title, units: [] };
      const incoming = connectionsInto(connections, layer.id).filter(({ source }) => layers[source]);
      const units = Array.from({ length: Math.min(layer.size, MOST_UNITS) }, (_, unit): OutlineUnit => {
        const from = incoming.flatMap((connection) => {
          const source = layers[connection.source]!;
          return Array.from({ length: source.size }, (_, i) =>
            hasEdge(connection, unit * source.size + i) ? [unitName(source, i)] : [],
          ).flat();
        });
        const more = from.length - MOST_INPUTS;
        const told = from.slice(0, MOST_INPUTS).join(', ') + (more > 0 ? ` and ${more} more` : '');
        return {
          name: unitName(layer, unit),
          inputs: layer.kind === 'input' ? 'from the data' : `from ${told || 'nothing'}`,
        };
      });
      return { id: layer.id, title, units };
    });
}
