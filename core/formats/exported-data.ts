/**
 * What a stranger must know of the data to feed an exported network and to read what it says: which column enters which unit, in
 * which order, and how its numbers are scaled. The parameters alone mean nothing without it.
 */
import { compileNetwork } from '../compile/compile.ts';
import { matchesData } from '../compile/matches-data.ts';
import type { Feature, PreparedData } from '../data/data-settings.ts';
import { FileError } from '../data/file-error.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { unitName } from '../document/parameter-names.ts';

/** One unit of the network and what it stands for: x = (value - offset) / scale, value = y scale + offset. */
export interface ExportedUnit {
  /** As the weights into it and from it call it: `x1`, `x.3`. */
  readonly unit: string;
  /** Column of the data, or `column = value`, which is 1 where the column has that value and 0 elsewhere. */
  readonly column: string;
  readonly offset: number;
  readonly scale: number;
}

export interface ExportedData {
  /** How outputs are read: as they are, as the logit of the target, or as logits of which the largest is the class. */
  readonly task: PreparedData['task'];
  readonly inputs: readonly ExportedUnit[];
  readonly targets: readonly ExportedUnit[];
}

/**
 * null for a language model, without data, and where the network does not fit its data.
 *
 * @param prepared the data, where they are ready: a large table takes seconds; null where they cannot be prepared
 */
export function exportedData(document: NetworkDocument, prepared?: PreparedData | null): ExportedData | null {
  const settings = document.data[ONLY];
  if (!settings || settings.source.kind === 'text') return null;
  const { network } = compileNetwork(document.layers, document.connections);
  if (!network) return null;
  const data = prepared === undefined ? dataOf(settings) : prepared;
  if (!data || matchesData(network, data).length > 0) return null;
  const unitsOf = (ids: readonly string[], features: readonly Feature[]): ExportedUnit[] => {
    const names = ids.flatMap((id) => {
      const layer = document.layers[id]!;
      return Array.from({ length: layer.size }, (_, i) => unitName(layer, i));
    });
    return features.map(({ name, mean, deviation }, i) => ({
      ...{ unit: names[i]!, column: name, offset: mean, scale: deviation },
    }));
  };
  return {
    task: data.task,
    inputs: unitsOf(network.inputLayers, data.inputs),
    targets: unitsOf(network.outputLayers, data.targets),
  };
}

/** Columns that cannot be learned from are said where they are chosen; the parameters can be exported all the same. */
function dataOf(settings: Parameters<typeof prepareData>[0]): PreparedData | null {
  try {
    return prepareData(settings);
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}
