/**
 * Units of cards seen from afar, each in the colour of its value, on the canvas of the edges: hundreds of elements that change
 * their background with every frame would cost style, layout and painting of the whole drawing.
 */
import { isWired } from '../../core/compile/layer-context.ts';
import type { Layer } from '../../core/document/document.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import { unitCentre, unitMetrics } from './geometry.ts';

const RADIUS = 10;

/** @param values the units' outputs by layer; null while there are none @param range the value of full colour */
export function paintFarUnits(
  context: CanvasRenderingContext2D,
  layers: readonly Layer[],
  values: ReadonlyMap<string, Float64Array | null>,
  range: number,
  { ramp }: Palette,
): void {
  context.globalAlpha = 1;
  for (const layer of layers) {
    if (isWired(layer)) continue;
    const { form, width, height } = unitMetrics(layer);
    if (form !== 'card') continue;
    const own = values.get(layer.id);
    for (let unit = 0; unit < layer.size; unit++) {
      const { x, y } = unitCentre(layer, unit);
      context.fillStyle = ramp.css((own?.[unit] ?? 0) / range);
      context.beginPath();
      context.roundRect(x - width / 2, y - height / 2, width, height, RADIUS);
      context.fill();
    }
  }
}
