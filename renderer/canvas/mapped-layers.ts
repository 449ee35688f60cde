/** Which layers have a map or a curve inside each of their neurons: those drawn as cards, however many neurons they have. */
import { MOST_SHOWN_UNITS } from '../../core/document/commands/layer-form.ts';
import type { Layer } from '../../core/document/document.ts';
import { unitMetrics } from './geometry.ts';

/** Of more neurons together no map could be read; people can still ask for them. One layer opened to all its neurons is fewer. */
export const MOST_MAPPED_UNITS = MOST_SHOWN_UNITS + 32;

export const hasUnitMaps = (layer: Layer): boolean => unitMetrics(layer).form === 'card';

export const mappedUnits = (layers: readonly Layer[]): number =>
  layers.filter(hasUnitMaps).reduce((sum, { size }) => sum + size, 0);
