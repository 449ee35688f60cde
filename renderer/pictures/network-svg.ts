/**
 * The drawing as a scalable picture: every edge a curve by its weight, every unit with its value, map or curve, names as text,
 * connections drawn as heatmaps as such, groups, notes, and the marks of what training is held to.
 */
import { parameterName } from '../../core/document/parameter-names.ts';
import { biasId, type Layer, type NetworkDocument } from '../../core/document/document.ts';
import { bend, listEdges, pointOnEdge, type EdgeList } from '../canvas/edge-list.ts';
import { frameOf, isPlate, layerBox, union, unitCentre, unitMetrics } from '../canvas/geometry.ts';
import { groupBox, noteBox } from '../canvas/item-boxes.ts';
import { edgeWidth } from '../canvas/paint-edges.ts';
import { formatNumber } from '../ui/number-format.ts';
import { bandElements } from './band-svg.ts';
import { constraintElements } from './constraint-svg.ts';
import { light } from './light-colours.ts';
import { opaque } from './mark-svg.ts';
import { groupElements, noteElements } from './note-svg.ts';
import { plateElements, wireElements } from './plate-svg.ts';
import { element, short, svgDocument, textElement } from './svg.ts';
import { blockFace, unitFace, type UnitFace } from './unit-face-svg.ts';

export interface NetworkPicture {
  readonly title: string;
  readonly document: NetworkDocument;
  /** |w| at which colour and width are full. */
  readonly weightRange: number;
  /** Full scale of unit values. */
  readonly valueRange: number;
  /** Outputs of a layer's units for the example shown; null where there are none. */
  readonly valuesOf: (layer: string) => Float64Array | null;
  /** What each unit stands for in the data, '' for nothing. */
  readonly captionsOf: (layer: string) => readonly string[];
  /** What a unit says everywhere, where neurons show that. */
  readonly faceOf?: (layer: Layer, unit: number) => UnitFace | null;
  /** What edges show in place of the weights, such as the difference of two steps. */
  readonly edges?: EdgeNumbers;
}

export interface EdgeNumbers {
  readonly parameters: NetworkDocument['parameters'];
  /** Size at which colour and width are full. */
  readonly range: number;
  /** What they are, as a sentence under the drawing. */
  readonly caption: string;
}

const MARGIN = 36;
const CAPTION_ROOM = 110;
const CAPTION_HEIGHT = 20;
const MOST_LABELLED = 14;
const FEW_EDGES = 200;

/** @returns the text of an SVG file; the same drawing gives the same text */
export function networkSvg(picture: NetworkPicture): string {
  const layers = Object.values(picture.document.layers);
  const { document } = picture;
  const groups = Object.values(document.groups);
  const notes = Object.values(document.notes);
  const frames = groups.flatMap((group) => groupBox(document, group) ?? []);
  const box = union([...layers.map(layerBox), ...notes.map(noteBox), ...frames]) ?? {
    left: 0,
    top: 0,
    right: 200,
    bottom: 100,
  };
  const hasCaptions = layers.some(({ id }) => picture.captionsOf(id).some((caption) => caption !== ''));
  const side = MARGIN + (hasCaptions ? CAPTION_ROOM : 0);
  const width = box.right - box.left + 2 * side;
  const caption = picture.edges?.caption;
  const drawn = box.bottom - box.top + 2 * MARGIN + 16;
  const height = drawn + (caption === undefined ? 0 : CAPTION_HEIGHT);
  const edges = listEdges(document.layers, document.connections);
  const moved = element('g', { transform: `translate(${short(side - box.left)} ${short(MARGIN + 8 - box.top)})` }, [
    ...groupElements(groups, document),
    ...bandElements(edges.bands, shownParameters(picture), shownRange(picture)),
    ...wireElements(edges.wires),
    ...edgeElements(edges, picture),
    ...constraintElements(edges, document),
    ...layers.flatMap((layer) => layerElements(layer, picture)),
    ...labelElements(edges, picture),
    ...noteElements(notes),
    '\n',
  ]);
  const below =
    caption === undefined ? [] : [textElement(width / 2, drawn + 4, caption, { anchor: 'middle', fill: light.muted })];
  return svgDocument(width, height, picture.title, [moved, ...below]);
}

const shownParameters = ({ edges, document }: NetworkPicture): NetworkDocument['parameters'] =>
  edges?.parameters ?? document.parameters;
const shownRange = ({ edges, weightRange }: NetworkPicture): number => edges?.range ?? weightRange;

const weightOf = (edges: EdgeList, edge: number, picture: NetworkPicture): number =>
  shownParameters(picture)[edges.weightIds[edges.connection[edge]!]!]?.[edges.entry[edge]!] ?? 0;

/** Weak edges first, so that strong ones lie above. */
function edgeElements(edges: EdgeList, picture: NetworkPicture): string[] {
  const isFew = edges.count <= FEW_EDGES;
  const order = Array.from({ length: edges.count }, (_, edge) => ({ edge, weight: weightOf(edges, edge, picture) }));
  order.sort((a, b) => Math.abs(a.weight) - Math.abs(b.weight) || a.edge - b.edge);
  return order.map(({ edge, weight }) => {
    const strength = Math.min(1, Math.abs(weight) / shownRange(picture));
    const stroke = edgeWidth(strength, isFew);
    const [x1, y1, x2, y2] = edges.ends.subarray(4 * edge, 4 * edge + 4) as unknown as [number, number, number, number];
    const control = bend(x1, x2);
    const ends = [x1, y1, x1 + control, y1, x2 - control, y2, x2, y2].map(short);
    return `\n${element('path', {
      d: `M${ends[0]} ${ends[1]}C${ends.slice(2).join(' ')}`,
      fill: 'none',
      stroke: opaque(light.ramp.css(Math.sign(weight) * (0.35 + 0.65 * strength))),
      'stroke-width': stroke,
      'stroke-dasharray':
        weight < 0 && (isFew || strength > 0.4) ? `${short(stroke + 5)} ${short(stroke * 0.4 + 3.5)}` : null,
    })}`;
  });
}

/** Names and values on the edges, while there is room for them. */
function labelElements(edges: EdgeList, picture: NetworkPicture): string[] {
  if (edges.count > MOST_LABELLED) return [];
  return Array.from({ length: edges.count }, (_, edge) => {
    const { x, y } = pointOnEdge(edges, edge, 0.3);
    const weight = weightOf(edges, edge, picture);
    const name = parameterName(picture.document, edges.weightIds[edges.connection[edge]!]!, edges.entry[edge]!);
    return `\n${textElement(x, y, `${name} ${picture.edges && weight > 0 ? '+' : ''}${formatNumber(weight)}`, { size: 11, anchor: 'middle', halo: '#ffffff', fill: light.muted })}`;
  });
}

function layerElements(layer: Layer, picture: NetworkPicture): string[] {
  if (isPlate(layer)) return plateElements(layer, picture.document.layers).map((part) => `\n${part}`);
  const metrics = unitMetrics(layer);
  const box = layerBox(layer);
  const values = picture.valuesOf(layer.id);
  const captions = picture.captionsOf(layer.id);
  const title = layer.size > 1 ? `${layer.name} ${layer.size}` : layer.name;
  const parts = [textElement(layer.x, box.top - 11, title, { weight: 600, anchor: 'middle', halo: '#ffffff' })];
  if (layer.size > 1) {
    parts.unshift(
      element('rect', {
        x: box.left,
        y: box.top,
        width: box.right - box.left,
        height: box.bottom - box.top,
        rx: frameOf(layer) + 4,
        fill: light.surface,
        'fill-opacity': 0.55,
        stroke: light.lineStrong,
      }),
    );
  }
  if (metrics.form === 'block') {
    parts.push(...blockFace(values, layer, metrics, picture.valueRange));
    return parts.map((part) => `\n${part}`);
  }
  for (let unit = 0; unit < layer.size; unit++) {
    const { x, y } = unitCentre(layer, unit);
    const value = values?.[unit];
    const isCard = metrics.form === 'card';
    parts.push(
      element('rect', {
        x: x - metrics.width / 2,
        y: y - metrics.height / 2,
        width: metrics.width,
        height: metrics.height,
        rx: isCard ? 10 : null,
        fill: isCard ? light.surface : opaque(light.ramp.css((value ?? 0) / picture.valueRange)),
        stroke: isCard ? light.lineStrong : null,
      }),
    );
    if (!isCard) continue;
    const face = picture.faceOf?.(layer, unit) ?? null;
    const card = { x: x - metrics.width / 2, y: y - metrics.height / 2, width: metrics.width, height: metrics.height };
    if (face) parts.push(...unitFace(face, card));
    const number = { size: 13, weight: 550, anchor: 'middle', ...(face && { halo: '#ffffff' }) } as const;
    parts.push(textElement(x, y, value === undefined ? '–' : formatNumber(value), number));
    const caption = captions[unit];
    if (caption) {
      const isOutput = layer.kind === 'output';
      parts.push(
        textElement(x + (isOutput ? 1 : -1) * (metrics.width / 2 + 24), y, caption, {
          size: 11,
          fill: light.muted,
          anchor: isOutput ? 'start' : 'end',
        }),
      );
    }
    const bias = picture.document.parameters[biasId(layer.id)]?.[unit];
    if (bias === undefined || !layer.hasBias || layer.size > 6) continue;
    const name = parameterName(picture.document, biasId(layer.id), unit);
    parts.push(
      textElement(x, y + metrics.height / 2 + 12, `${name} ${formatNumber(bias)}`, {
        size: 11,
        anchor: 'middle',
        fill: light.muted,
        halo: '#ffffff',
      }),
    );
  }
  return parts.map((part) => `\n${part}`);
}
