/** What people call the tensors of a network. */
import type { CompiledLayer, Network } from '../../compile/compile.ts';
import { ownersOf } from '../../compile/owners.ts';
import type { Shape } from '../../tensor/shape.ts';

export interface TensorName {
  readonly id: string;
  readonly title: string;
  readonly shape: Shape;
  /** Id of the layer that it belongs to. */
  readonly owner: string;
  /** What each row stands for, where rows have names. */
  readonly rowsAre: 'tokens' | 'positions' | null;
}

const parts: Readonly<Record<string, string>> = {
  qkvWeight: 'query, key and value weights',
  qkvBias: 'query, key and value biases',
  gateWeight: 'gate weights',
  gateBias: 'gate biases',
  innerWeight: 'weights into the hidden units',
  innerBias: 'biases of the hidden units',
  weight: 'weights',
  bias: 'biases',
};

/** In the order of computing. */
export function namedTensors(network: Network): TensorName[] {
  const owners = ownersOf(network);
  const layers = new Map(network.layers.map((entry) => [entry.id, entry]));
  return network.parameters.map(({ id, shape }) => {
    const owner = owners.get(id)!;
    const entry = layers.get(owner)!;
    return { id, shape, owner, title: titleOf(entry, id, layers), rowsAre: rowsOf(entry, id, network) };
  });
}

function titleOf({ layer, incoming }: CompiledLayer, id: string, layers: ReadonlyMap<string, CompiledLayer>): string {
  if (layer.kind === 'embedding' || layer.kind === 'positions') return layer.name;
  const connection = incoming.find(({ weightId }) => weightId === id);
  const source = connection && layers.get(connection.source);
  if (source && incoming.length > 1) return `${layer.name}: weights from ${source.layer.name}`;
  const part = id.slice(id.lastIndexOf('.') + 1);
  return `${layer.name}: ${outOf(layer.kind, part) ?? parts[part] ?? part}`;
}

/** What leaves the heads, and what leaves the hidden units, are named by where they come from. */
function outOf(kind: string, part: string): string | null {
  const whole = part === 'outWeight' ? 'weights' : part === 'outBias' ? 'biases' : null;
  if (!whole) return null;
  return `${whole} out of the ${kind === 'attention' ? 'heads' : 'hidden units'}`;
}

function rowsOf(
  { layer, incoming }: CompiledLayer,
  id: string,
  { text, outputLayers }: Network,
): TensorName['rowsAre'] {
  if (layer.kind === 'embedding') return 'tokens';
  if (layer.kind === 'positions') return 'positions';
  const isScores = outputLayers.includes(layer.id) && layer.size === text?.vocabulary;
  return isScores && incoming.some(({ weightId }) => weightId === id) ? 'tokens' : null;
}
