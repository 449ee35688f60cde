/**
 * Paints all edges on one canvas: width by |w|, colour by w on the data ramp, dashed below zero. Edges of like width and
 * colour share one stroke, which keeps thousands of them within a few milliseconds.
 */
import type { Layer, Table } from '../../core/document/document.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import { bend, edgeKey, indexOfKey, type EdgeList } from './edge-list.ts';
import { layerBox, outPort, inPort } from './geometry.ts';
import { pathBetween, turnsBack } from './wires.ts';

/** Strengths per sign; the weakest are painted first. */
const BUCKETS = 14;
const FEW_EDGES = 200;
/** Room for a matrix on the last stretch of a ribbon that turns back. */
const BAND_APPROACH = 124;

export interface EdgeStyle {
  readonly palette: Palette;
  /** |w| at which colour and width are full. */
  readonly range: number;
  readonly selected: ReadonlySet<string>;
  readonly hovered: string | null;
}

/** Line width in canvas units for a weight. */
export function edgeWidth(strength: number, isFew: boolean): number {
  return isFew ? 1 + 8 * strength : 0.5 + 3.5 * Math.sqrt(strength);
}

export function paintEdges(
  context: CanvasRenderingContext2D,
  camera: Camera,
  pixelRatio: number,
  edges: EdgeList,
  parameters: Table<Float64Array>,
  style: EdgeStyle,
): void {
  const { canvas } = context;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const scale = pixelRatio * camera.zoom;
  context.setTransform(scale, 0, 0, scale, pixelRatio * camera.x, pixelRatio * camera.y);
  context.lineCap = 'butt';
  paintBands(context, edges, style);
  paintWires(context, edges, style);
  paintLines(context, edges, parameters, style);
  paintMarked(context, edges, parameters, style);
}

function paintLines(
  context: CanvasRenderingContext2D,
  edges: EdgeList,
  parameters: Table<Float64Array>,
  style: EdgeStyle,
): void {
  const isFew = edges.count <= FEW_EDGES;
  const weights = edges.weightIds.map((id) => parameters[id]);
  const paths: (Path2D | undefined)[] = Array.from({ length: 2 * BUCKETS });
  for (let edge = 0; edge < edges.count; edge++) {
    const weight = weights[edges.connection[edge]!]?.[edges.entry[edge]!] ?? 0;
    const strength = Math.min(1, Math.abs(weight) / style.range);
    const bucket = Math.min(BUCKETS - 1, Math.floor(strength * BUCKETS)) * 2 + (weight < 0 ? 1 : 0);
    trace((paths[bucket] ??= new Path2D()), edges, edge);
  }
  paths.forEach((path, bucket) => {
    if (!path) return;
    const strength = (Math.floor(bucket / 2) + 0.5) / BUCKETS;
    stroke(context, path, bucket % 2 === 1 ? -strength : strength, isFew, style);
  });
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function stroke(
  context: CanvasRenderingContext2D,
  path: Path2D,
  value: number,
  isFew: boolean,
  style: EdgeStyle,
): void {
  const width = edgeWidth(Math.abs(value), isFew);
  context.lineWidth = width;
  context.strokeStyle = style.palette.ramp.css(Math.sign(value) * (0.35 + 0.65 * Math.abs(value)));
  context.globalAlpha = isFew ? 1 : 0.55 + 0.45 * Math.abs(value);
  // Among very many edges only the strong ones can be told apart, so only they pay for a dash.
  const isDashed = value < 0 && (isFew || value < -0.4);
  context.setLineDash(isDashed ? [width + 5, width * 0.4 + 3.5] : []);
  context.stroke(path);
}

/** Selected and hovered edges lie above the rest, with an accent halo. */
function paintMarked(
  context: CanvasRenderingContext2D,
  edges: EdgeList,
  parameters: Table<Float64Array>,
  style: EdgeStyle,
): void {
  if (style.selected.size === 0 && style.hovered === null) return;
  const isFew = edges.count <= FEW_EDGES;
  const marked = new Set(style.selected);
  if (style.hovered !== null) marked.add(style.hovered);
  for (const key of marked) {
    const edge = indexOfKey(edges, key);
    if (edge < 0) continue;
    const isSelected = style.selected.has(key);
    const weight = parameters[edges.weightIds[edges.connection[edge]!]!]?.[edges.entry[edge]!] ?? 0;
    const strength = Math.min(1, Math.abs(weight) / style.range);
    const path = new Path2D();
    trace(path, edges, edge);
    context.setLineDash([]);
    context.globalAlpha = isSelected ? 1 : 0.5;
    context.lineWidth = edgeWidth(strength, isFew) + (isSelected ? 5 : 6);
    context.strokeStyle = isSelected ? style.palette.accent : style.palette.lineStrong;
    context.stroke(path);
    context.globalAlpha = 1;
    context.lineWidth = edgeWidth(strength, isFew) + 2;
    context.strokeStyle = style.palette.ground;
    context.stroke(path);
    stroke(context, path, Math.sign(weight || 1) * Math.max(strength, 0.02), isFew, style);
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
}

function trace(path: Path2D, edges: EdgeList, edge: number): void {
  const x1 = edges.ends[edge * 4]!;
  const y1 = edges.ends[edge * 4 + 1]!;
  const x2 = edges.ends[edge * 4 + 2]!;
  const y2 = edges.ends[edge * 4 + 3]!;
  const control = bend(x1, x2);
  path.moveTo(x1, y1);
  path.bezierCurveTo(x1 + control, y1, x2 - control, y2, x2, y2);
}

/** Behind a connection's heatmap: a quiet ribbon that says from where to where it leads. */
function paintBands(context: CanvasRenderingContext2D, edges: EdgeList, style: EdgeStyle): void {
  context.fillStyle = style.palette.muted;
  context.globalAlpha = 0.14;
  for (const { source, target } of edges.bands) {
    if (turnsBack(source, target)) {
      paintBandBack(context, source, target);
      continue;
    }
    const from = layerBox(source);
    const to = layerBox(target);
    const x1 = outPort(source, 0).x;
    const x2 = inPort(target, 0).x;
    const control = bend(x1, x2);
    context.beginPath();
    context.moveTo(x1, from.top);
    context.bezierCurveTo(x1 + control, from.top, x2 - control, to.top, x2, to.top);
    context.lineTo(x2, to.bottom);
    context.bezierCurveTo(x2 - control, to.bottom, x1 + control, from.bottom, x1, from.bottom);
    context.fill();
  }
  context.globalAlpha = 1;
}

/** To a layer farther left, a ribbon goes around as a line of text does. */
function paintBandBack(context: CanvasRenderingContext2D, source: Layer, target: Layer): void {
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 12;
  context.lineJoin = 'round';
  const box = layerBox(target);
  context.stroke(new Path2D(pathBetween(source, target, [{ ...box, left: box.left - BAND_APPROACH }])));
  context.lineJoin = 'miter';
}

/** Values carried as they are: a quiet line, and a strong one for the stream that blocks add to. */
function paintWires(context: CanvasRenderingContext2D, edges: EdgeList, style: EdgeStyle): void {
  const { palette, selected, hovered } = style;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { connectionId, isStream, path } of edges.wires) {
    const key = edgeKey(connectionId, 0);
    const line = new Path2D(path);
    const width = isStream ? 4 : 1.75;
    if (selected.has(key) || hovered === key) {
      context.strokeStyle = palette.accent;
      context.globalAlpha = selected.has(key) ? 0.45 : 0.22;
      context.lineWidth = width + 7;
      context.stroke(line);
      context.globalAlpha = 1;
    }
    context.strokeStyle = selected.has(key) ? palette.accent : isStream ? palette.stream : palette.control;
    context.lineWidth = width;
    context.stroke(line);
  }
  context.lineCap = 'butt';
  context.lineJoin = 'miter';
}
