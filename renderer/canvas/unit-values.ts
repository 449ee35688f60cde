import type { Layer } from '../../core/document/document.ts';
import type { Live } from '../state/live.svelte.ts';
import type { Maps } from '../state/maps.svelte.ts';

/** What one unit says everywhere: values from -1 to 1 at full scale, one per cell of its map or point of its curve; null before the first pass. */
export function unitValues(
  { maps, live }: { maps: Maps; live: Live },
  layer: Layer,
  unit: number,
): Float64Array | null {
  const { result, network } = maps.neurons;
  const values = result?.activations.get(layer.id);
  if (!values || !result || !network) return null;
  const shown = new Float64Array(result.job.rows);
  if (network.outputLayers.includes(layer.id)) {
    const column = live.unitOffset(layer.id) + unit;
    const row = new Float64Array(network.outputCount);
    for (let i = 0; i < shown.length; i++) {
      for (let k = 0; k < row.length; k++) row[k] = result.outputs[i * row.length + k]!;
      maps.shade(row);
      shown[i] = row[column]!;
    }
    return shown;
  }
  const scale = maps.scaleOf(layer.id, values);
  for (let i = 0; i < shown.length; i++) shown[i] = values[i * layer.size + unit]! / scale;
  return shown;
}
