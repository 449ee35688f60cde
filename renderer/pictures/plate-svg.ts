/** Blocks of language models in the picture: plates with name, what they are and their count, and the lines between them. */
import type { Layer, Table } from '../../core/document/document.ts';
import { blockFacts } from '../canvas/block-facts.ts';
import { layerBox } from '../canvas/geometry.ts';
import type { Wire } from '../canvas/wires.ts';
import { formatCount } from '../ui/number-format.ts';
import { light } from './light-colours.ts';
import { element, textElement } from './svg.ts';

/** The light theme's, by the token that the window has. */
const colours: Readonly<Record<string, string>> = {
  '--group-embedding': '#ece3b6',
  '--group-position': '#d9d2a4',
  '--group-norm': '#a9a9a4',
  '--group-query-output': '#e6ccd6',
  '--group-feed-forward': '#cddccb',
  '--group-head': '#d8c583',
};
const STREAM = '#7b7f88';
const WIRE = '#8e8e87';

export const wireElements = (wires: readonly Wire[]): string[] =>
  wires.map(
    ({ path, isStream }) =>
      `\n${element('path', { d: path, fill: 'none', stroke: isStream ? STREAM : WIRE, 'stroke-width': isStream ? 4 : 1.75, 'stroke-linejoin': 'round' })}`,
  );

export function plateElements(layer: Layer, layers: Table<Layer>): string[] {
  const { left, top, right, bottom } = layerBox(layer);
  const outline = { stroke: light.lineStrong, fill: light.surface };
  if (layer.kind === 'add') {
    return [
      element('circle', { cx: layer.x, cy: layer.y, r: (right - left) / 2, ...outline, stroke: WIRE }),
      textElement(layer.x, layer.y, '+', { size: 20, anchor: 'middle' }),
    ];
  }
  const { detail, count, colour } = blockFacts(layer, layers);
  const box = { x: left, y: top, width: right - left, height: bottom - top, rx: 8 };
  const fill = colour === null ? light.lineStrong : (colours[colour] ?? light.lineStrong);
  return [
    element('rect', { ...box, ...outline }),
    element('rect', { x: left, y: top + 5, width: 4, height: bottom - top - 10, fill }),
    textElement(left + 12, layer.y - 7, layer.name, { weight: 600 }),
    textElement(left + 12, layer.y + 9, detail, { size: 11, fill: light.muted }),
    ...(count > 0
      ? [textElement(right - 8, layer.y + 9, formatCount(count), { size: 11, weight: 550, anchor: 'end' })]
      : []),
  ];
}
