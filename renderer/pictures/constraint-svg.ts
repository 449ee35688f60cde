/** Marks on edges and biases that training is held to, as on the canvas: padlock, range, tie, and its mirror. */
import { isFrozen } from '../../core/document/constraints.ts';
import { biasId, type NetworkDocument } from '../../core/document/document.ts';
import { pointOnEdge, type EdgeList } from '../canvas/edge-list.ts';
import { isPlate, unitCentre, unitMetrics } from '../canvas/geometry.ts';
import { marksOf, type Mark } from '../canvas/paint-constraints.ts';
import { light } from './light-colours.ts';
import { element } from './svg.ts';

/** Where along an edge its mark stands, as on the canvas. */
const SHARE = 0.74;

export function constraintElements(edges: EdgeList, document: NetworkDocument): string[] {
  const marks = marksOf(document);
  const onEdges = Array.from({ length: edges.count }, (_, edge) => {
    const mark = marks.get(`${edges.weightIds[edges.connection[edge]!]!}:${edges.entry[edge]!}`);
    return mark ? markElement(mark, pointOnEdge(edges, edge, SHARE)) : null;
  }).filter((found) => found !== null);
  const onBiases = Object.values(document.layers).flatMap((layer) => {
    const id = biasId(layer.id);
    if (isPlate(layer) || layer.size > 6 || !document.constraints[id]) return [];
    const { width, height } = unitMetrics(layer);
    return Array.from({ length: layer.size }, (_, unit) => {
      if (!isFrozen(document.constraints, { id, index: unit })) return null;
      const { x, y } = unitCentre(layer, unit);
      return markElement('frozen', { x: x - width / 2 - 4, y: y + height / 2 + 12 });
    }).filter((found) => found !== null);
  });
  return [...onEdges, ...onBiases].map((part) => `\n${part}`);
}

const shapes: Readonly<Record<Mark, readonly string[]>> = {
  frozen: [
    element('rect', { x: -3.6, y: -0.8, width: 7.2, height: 5.2, rx: 1, fill: light.muted }),
    element('path', { d: 'M-2.3 -1.2a2.3 2.3 0 0 1 4.6 0', fill: 'none' }),
  ],
  ranged: [element('path', { d: 'M-4 -3.5v7M4 -3.5v7M-4 0h8', fill: 'none' })],
  tied: [element('path', { d: 'M-3.6 -1.8h7.2M-3.6 1.8h7.2', fill: 'none' })],
  mirrored: [
    element('path', { d: 'M-3.6 -1.8h7.2M-3.6 1.8h7.2', fill: 'none' }),
    element('circle', { cx: 7, cy: -7, r: 5, fill: light.surface, 'stroke-width': 1 }),
    element('path', { d: 'M4.6 -7h4.8', fill: 'none' }),
  ],
};

function markElement(mark: Mark, { x, y }: { readonly x: number; readonly y: number }): string {
  const place = `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`;
  return element('g', { transform: place, stroke: light.muted, 'stroke-width': 1.4 }, [
    `<title>${mark}</title>`,
    element('circle', { r: 8, fill: light.surface, 'stroke-width': 1 }),
    ...shapes[mark],
  ]);
}
