/**
 * Every picture that can be saved or copied: a new one is one file and one line here, and its title in
 * `core/protocol/picture-titles.ts`. The view that shows it offers it by a `PictureMenu`; commands, palette entries and items of
 * the application menu follow.
 */
import { pictureTitles, type PictureName } from '../../core/protocol/picture-titles.ts';
import { lossSvg } from './loss-svg.ts';
import { mapSvg } from './map-svg.ts';
import { networkPicture } from './network-picture.ts';
import type { Picture } from './picture.ts';

export type { PictureName } from '../../core/protocol/picture-titles.ts';

const below = (tab: string): string => `Open the tab ${tab} of the panel below.`;
const runs = (view: string): string => `Go to Runs and open ${view}.`;
const inside = (view: string): string => `Open ${view} in Inside of the Language place.`;

const drawn: Readonly<Record<PictureName, Omit<Picture, 'title'>>> = {
  network: { where: null, svg: networkPicture },
  chart: {
    where: null,
    svg: ({ run, files, preferences }) => {
      if (run.series.length === 0) throw new Error('There is no loss to draw yet. Train at least one step.');
      return lossSvg(files.name, run.series, run.knownSteps, preferences.isLossLogarithmic);
    },
  },
  metric: { where: below('Accuracy, R² or Skill of the charts') },
  rate: { where: below('Rate of the charts') },
  gradient: { where: below('Norms of the charts') },
  map: { where: null, svg: (bench) => mapSvg(bench) },
  curve: { where: 'Select a weight or a bias.' },
  confusion: { where: below('Confusion') },
  predicted: { where: below('Predicted') },
  heatmap: { where: 'Open the weights of a connection.' },
  life: { where: runs('Life of a parameter') },
  lifeGradient: { where: runs('Life of a parameter') },
  landscape: { where: runs('Loss landscape') },
  sweep: { where: runs('Sweep') },
  atlas: { where: 'Go to Atlas.' },
  attention: { where: inside('Attention') },
  lens: { where: inside('Lens') },
  activations: { where: inside('Activations') },
  embeddings: { where: inside('Embeddings') },
  tensor: { where: inside('Weights') },
  norms: { where: inside('Gradients and updates') },
};

export const pictures = Object.fromEntries(
  Object.entries(pictureTitles).map(([name, title]) => [name, { title, ...drawn[name as PictureName] }]),
) as Readonly<Record<PictureName, Picture>>;
