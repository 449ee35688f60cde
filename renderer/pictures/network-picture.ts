/** The drawing as it stands in the window: with the maps in its neurons, and the comparison where edges show one. */
import { unitValues } from '../canvas/unit-values.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import { formatNumber } from '../ui/number-format.ts';
import { networkSvg } from './network-svg.ts';

export function networkPicture(bench: Workbench): string {
  const { editor, live, files, maps, comparison } = bench;
  const compared = comparison.onDrawing;
  return networkSvg({
    title: files.name,
    document: editor.document,
    weightRange: live.weightRange,
    valueRange: live.valueRange,
    valuesOf: (layer) => live.valuesOf(layer),
    captionsOf: (layer) => live.captionsOf(layer),
    ...(maps.areInNeurons && {
      faceOf: (layer, unit) => {
        const values = unitValues(bench, layer, unit);
        return values && { kind: maps.isCurve ? 'curve' : 'map', values };
      },
    }),
    ...(compared && {
      edges: {
        parameters: compared.difference,
        range: compared.largest || 1,
        caption: `Edges show a difference, not weights: ${compared.b.title} minus ${compared.a.title}, full at ±${formatNumber(compared.largest)}, dashed: lower`,
      },
    }),
  });
}
