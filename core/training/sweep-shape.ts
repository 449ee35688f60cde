/** Other numbers of hidden units and layers for one drawing: what a sweep varies besides settings. */
import { topologicalOrder } from '../compile/acyclic.ts';
import { isWired } from '../compile/layer-context.ts';
import { apply } from '../document/change.ts';
import { addLayer } from '../document/commands/add-layer.ts';
import { isRefusal, type CommandResult } from '../document/commands/command.ts';
import { connect } from '../document/commands/connect.ts';
import { disconnect } from '../document/commands/disconnect.ts';
import { moveItems } from '../document/commands/edit-layer.ts';
import { remove } from '../document/commands/remove.ts';
import { resizeLayer } from '../document/commands/resize-layer.ts';
import type { Connection, Layer, NetworkDocument, Table } from '../document/document.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { Random } from '../tensor/random.ts';

export interface NetworkShape {
  /** Units of every hidden layer; null = as drawn. */
  readonly hiddenSize: number | null;
  /** Hidden layers one after the other; null = as drawn. */
  readonly hiddenLayers: number | null;
}

export const asDrawn: NetworkShape = { hiddenSize: null, hiddenLayers: null };
export const MOST_HIDDEN_LAYERS = 20;

type Drawing = Pick<NetworkDocument, 'layers' | 'connections'>;

/** How far apart layers stand that are added, in canvas units. */
const APART = 200;

/** Why a drawing cannot be varied like that; null when it can. */
export function shapeRefusal(drawing: Drawing, wants: { hiddenSize: boolean; hiddenLayers: boolean }): string | null {
  const layers = Object.values(drawing.layers);
  const hidden = hiddenLayers(drawing);
  if (!wants.hiddenSize && !wants.hiddenLayers) return null;
  if (layers.some(isWired)) return 'Sizes of a language model are not varied here: its layers must fit each other.';
  if (hidden.length === 0) return 'There is no hidden layer whose size or number could be varied. Draw one.';
  if (!wants.hiddenLayers || isStack(drawing, hidden)) return null;
  return 'The number of layers is varied where hidden layers follow each other in one line, each whole layer connected to the next only.';
}

/**
 * The document with other hidden layers. Those that stay keep their values as in any resizing; more of them are like the
 * last one, and stand between it and the outputs.
 *
 * @throws RangeError saying why it cannot be
 */
export function shaped(document: NetworkDocument, shape: NetworkShape): NetworkDocument {
  const { hiddenSize, hiddenLayers: wanted } = shape;
  const refusal = shapeRefusal(document, { hiddenSize: hiddenSize !== null, hiddenLayers: wanted !== null });
  if (refusal !== null) throw new RangeError(refusal);
  const random = Random.fromSeed(1);
  let next = wanted === null ? document : stacked(document, wanted, random);
  if (hiddenSize === null) return next;
  for (const { id } of hiddenLayers(next)) next = done(next, resizeLayer(next, id, hiddenSize, random));
  return next;
}

const roleOf = ({ kind }: Layer): 'input' | 'hidden' | 'output' => layerKinds[kind].role;

/** From the inputs on. */
function hiddenLayers({ layers, connections }: Drawing): Layer[] {
  const all = Object.values(layers);
  return topologicalOrder(all, Object.values(connections)).filter((layer) => roleOf(layer) === 'hidden');
}

/** Inputs into the first, each into the next, the last into the outputs, and nothing else. */
function isStack({ layers, connections }: Drawing, hidden: readonly Layer[]): boolean {
  const all = Object.values(layers);
  const ofRole = (role: 'input' | 'output'): Layer[] => all.filter((layer) => roleOf(layer) === role);
  const pairs = [
    ...ofRole('input').map(({ id }) => [id, hidden[0]!.id]),
    ...hidden.slice(1).map(({ id }, i) => [hidden[i]!.id, id]),
    ...ofRole('output').map(({ id }) => [hidden.at(-1)!.id, id]),
  ].map((pair) => pair.join(' '));
  const drawn = Object.values(connections).map(({ source, target }) => `${source} ${target}`);
  return drawn.length === pairs.length && pairs.every((pair) => drawn.includes(pair));
}

function stacked(document: NetworkDocument, count: number, random: Random): NetworkDocument {
  if (!Number.isInteger(count) || count < 1 || count > MOST_HIDDEN_LAYERS) {
    throw new RangeError(`A sweep has 1 to ${MOST_HIDDEN_LAYERS} hidden layers, not ${count}.`);
  }
  const hidden = hiddenLayers(document);
  if (count === hidden.length) return document;
  const outputs = Object.values(document.layers).filter((layer) => roleOf(layer) === 'output');
  let next = document;
  for (const { id } of connectionsInto(next.connections, outputs)) next = done(next, disconnect(next, id));
  const extra = hidden.slice(count).map(({ id }) => id);
  if (extra.length > 0) next = done(next, remove(next, extra, new Map()));
  let last = hidden[Math.min(count, hidden.length) - 1]!;
  for (let n = hidden.length; n < count; n++) {
    const before = new Set(Object.keys(next.layers));
    next = done(next, addLayer(next, { kind: last.kind, size: last.size, x: last.x + APART, y: last.y }));
    const added = Object.values(next.layers).find(({ id }) => !before.has(id))!;
    const like = { ...added, activation: last.activation, hasBias: last.hasBias };
    next = { ...next, layers: { ...next.layers, [added.id]: like } };
    next = done(next, connect(next, whole(last), whole(added), random));
    last = like;
  }
  for (const output of outputs) next = done(next, connect(next, whole(last), whole(output), random));
  const shift = APART * (count - hidden.length);
  return done(next, moveItems(next, new Map(outputs.map(({ id, x, y }) => [id, { x: x + shift, y }]))));
}

const whole = ({ id }: Layer): { layer: string; unit: null } => ({ layer: id, unit: null });

const connectionsInto = (connections: Table<Connection>, targets: readonly Layer[]): Connection[] =>
  Object.values(connections).filter(({ target }) => targets.some(({ id }) => id === target));

function done(document: NetworkDocument, result: CommandResult): NetworkDocument {
  if (isRefusal(result)) throw new RangeError(result.message);
  return apply(document, result.changes);
}
