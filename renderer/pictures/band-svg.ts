/** Connections that are drawn as heatmaps: a faint ribbon, and on it the matrix of weights in the data colours, with its size. */
import type { Table } from '../../core/document/document.ts';
import { bandCentre, bend, type Band } from '../canvas/edge-list.ts';
import { inPort, layerBox, outPort } from '../canvas/geometry.ts';
import { strongestCells } from '../canvas/heatmap.ts';
import { pathBetween, turnsBack } from '../canvas/wires.ts';
import { formatCount } from '../ui/number-format.ts';
import { cellElements } from './cells-svg.ts';
import { light } from './light-colours.ts';
import { element, short, textElement } from './svg.ts';

const MOST_CELLS = 48;
const LONGEST_SIDE = 72;
const LEAST_SIDE = 14;
const OPACITY = 0.14;

/** @param range weight of full colour */
export const bandElements = (bands: readonly Band[], parameters: Table<Float64Array>, range: number): string[] =>
  bands.flatMap((band) => [
    `\n${ribbon(band)}`,
    ...matrix(band, parameters[band.weightId], range).map((part) => `\n${part}`),
  ]);

function ribbon({ source, target }: Band): string {
  if (turnsBack(source, target)) {
    const line = { fill: 'none', stroke: light.muted, 'stroke-opacity': OPACITY, 'stroke-width': 12 };
    return element('path', { d: pathBetween(source, target, [layerBox(target)]), ...line });
  }
  const [from, to] = [layerBox(source), layerBox(target)];
  const [x1, x2] = [outPort(source, 0).x, inPort(target, 0).x];
  const control = bend(x1, x2);
  const upper = `M${short(x1)} ${short(from.top)}C${short(x1 + control)} ${short(from.top)} ${short(x2 - control)} ${short(to.top)} ${short(x2)} ${short(to.top)}`;
  const lower = `V${short(to.bottom)}C${short(x2 - control)} ${short(to.bottom)} ${short(x1 + control)} ${short(from.bottom)} ${short(x1)} ${short(from.bottom)}Z`;
  return element('path', { d: upper + lower, fill: light.muted, 'fill-opacity': OPACITY });
}

function matrix(band: Band, weights: Float64Array | undefined, range: number): string[] {
  const [rows, columns] = [band.target.size, band.source.size];
  const scale = LONGEST_SIDE / Math.max(rows, columns);
  const [width, height] = [Math.max(LEAST_SIDE, columns * scale), Math.max(LEAST_SIDE, rows * scale)];
  const at = bandCentre(band);
  const box = { x: at.x - width / 2, y: at.y - height / 2, width, height };
  const cells = weights ? strongestCells(weights, rows, columns, MOST_CELLS) : null;
  return [
    element('rect', { ...box, fill: light.surface }),
    ...(cells ? cellElements(cells, box, (value) => light.ramp.css(value / range)) : []),
    element('rect', { ...box, fill: 'none', stroke: light.muted }),
    textElement(at.x, box.y + height + 9, `${formatCount(rows)} × ${formatCount(columns)}`, {
      size: 11,
      anchor: 'middle',
      fill: light.muted,
      halo: '#ffffff',
    }),
  ];
}
