/** Dropout of a whole language model: one number for every layer that has it. */
import { difference } from '../../core/document/change.ts';
import type { CommandResult } from '../../core/document/commands/command.ts';
import type { Layer, NetworkDocument, Table } from '../../core/document/document.ts';
import type { LayerKind } from '../../core/nn/layers/layer-kind.ts';
import { layerKinds } from '../../core/nn/layers/registry.ts';

const hasDropout = ({ kind }: Layer): boolean => {
  const { fields = {} }: LayerKind = layerKinds[kind];
  return 'dropout' in fields;
};

/** Of the first layer that has it; null where none does. */
export function dropoutOf(layers: Table<Layer>): number | null {
  const found = Object.values(layers).find(hasDropout);
  return found ? (found.settings?.['dropout'] ?? 0) : null;
}

export function changeDropout(document: NetworkDocument, dropout: number): CommandResult {
  const layers = Object.fromEntries(
    Object.entries(document.layers).map(([id, layer]) => [
      id,
      hasDropout(layer) ? { ...layer, settings: { ...layer.settings, dropout } } : layer,
    ]),
  );
  return { label: 'dropout', changes: difference(document, { ...document, layers }) };
}
