/** Every picture that can be saved or copied: a new one is one file and one line here, and its items in `core/protocol/menu.ts`. */
import { lossSvg } from './loss-svg.ts';
import { mapSvg } from './map-svg.ts';
import { networkSvg } from './network-svg.ts';
import type { Picture } from './picture.ts';

export const pictures = {
  network: {
    title: 'network',
    svg: ({ editor, live, files }) =>
      networkSvg({
        title: files.name,
        document: editor.document,
        weightRange: live.weightRange,
        valueRange: live.valueRange,
        valuesOf: (layer) => live.valuesOf(layer),
        captionsOf: (layer) => live.captionsOf(layer),
      }),
  },
  chart: {
    title: 'loss chart',
    svg: ({ run, files, preferences }) => {
      if (run.series.length === 0) throw new Error('There is no loss to draw yet. Train at least one step.');
      return lossSvg(files.name, run.series, run.knownSteps, preferences.isLossLogarithmic);
    },
  },
  map: { title: 'map', svg: (bench) => mapSvg(bench) },
} as const satisfies Record<string, Picture>;

export type PictureName = keyof typeof pictures;
