import { largestSize } from '../../compile/compile.ts';
import { isWired } from '../../compile/layer-context.ts';
import type { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { biasId, weightId, type Connection, type NetworkDocument } from '../document.ts';
import { refuse, refuseMissing, type CommandResult } from './command.ts';
import { sizeRefusal } from './connect.ts';
import { removeConnection } from './remove.ts';
import { reshapeParameter } from './reshape.ts';
import { settleOwned } from './settle.ts';

/**
 * Gives a layer another number of units, at its end. Every remaining value stays; what a new unit receives comes from
 * `random`, what it gives starts at 0, so that the network's output is at first exactly what it was.
 */
export function resizeLayer(document: NetworkDocument, id: string, size: number, random: Random): CommandResult {
  const layer = document.layers[id];
  if (!layer) return refuseMissing(id);
  if (!Number.isInteger(size) || size < 1 || size > largestSize(layer.kind)) {
    return refuse(`A layer has 1 to ${largestSize(layer.kind)} units, not ${size}.`, id);
  }
  if (size === layer.size) return { label: 'resize', changes: [] };
  const draft = new Draft(document);
  draft.set('layers', id, { ...layer, size });
  if (document.parameters[biasId(id)]) {
    const sameUnit = (unit: number): number => (unit < layer.size ? unit : -1);
    reshapeParameter(draft, biasId(id), size, sameUnit, () => 0);
  }
  settleOwned(draft, random);
  for (const connection of Object.values(document.connections)) {
    if (isWired(document.layers[connection.target]!)) continue;
    if (connection.source !== id && connection.target !== id) continue;
    const tooMany = resizeConnection(draft, document, connection, id, random);
    if (tooMany !== null) return refuse(tooMany, id);
  }
  return { label: `resize ${layer.name} to ${size}`, changes: draft.changes };
}

/** @returns why it cannot have that many edges, or null */
function resizeConnection(
  draft: Draft,
  before: NetworkDocument,
  connection: Connection,
  resized: string,
  random: Random,
): string | null {
  const { id, source, target, mask } = connection;
  const [oldInputs, oldOutputs] = [before.layers[source]!.size, before.layers[target]!.size];
  const [inputs, outputs] = [draft.document.layers[source]!.size, draft.document.layers[target]!.size];
  const tooMany = sizeRefusal(inputs, outputs);
  if (tooMany !== null) return tooMany;
  const oldIndex = (index: number): number => {
    const input = index % inputs;
    const output = Math.floor(index / inputs);
    return input < oldInputs && output < oldOutputs ? output * oldInputs + input : -1;
  };
  if (mask) {
    const kept = Uint8Array.from({ length: inputs * outputs }, (_, i) => (oldIndex(i) < 0 ? 1 : mask[oldIndex(i)]!));
    if (kept.every((bit) => bit === 0)) {
      removeConnection(draft, id);
      return null;
    }
    draft.set('connections', id, { ...connection, mask: kept.every((bit) => bit === 1) ? null : kept });
  }
  const limit = 1 / Math.sqrt(inputs);
  const fill = (): number => (target === resized ? limit * (2 * random.uniform() - 1) : 0);
  reshapeParameter(draft, weightId(id), inputs * outputs, oldIndex, fill);
  return null;
}
