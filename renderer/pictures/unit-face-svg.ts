/** What stands inside a unit's card: its map over two inputs, or its curve over one; and the bars of a layer drawn as one block. */
import type { Layer } from '../../core/document/document.ts';
import type { UnitMetrics } from '../canvas/geometry.ts';
import { cellElements, type PlacedBox } from './cells-svg.ts';
import { light } from './light-colours.ts';
import { opaque } from './mark-svg.ts';
import { element, short } from './svg.ts';

export interface UnitFace {
  readonly kind: 'map' | 'curve';
  /** -1 .. 1: row by row from the top of a square, or points at equal distances. */
  readonly values: Float64Array;
}

const OPACITY = 0.72;
const EDGE = 0.08;

export function unitFace({ kind, values }: UnitFace, box: PlacedBox): string[] {
  if (kind === 'curve') return curve(values, box);
  const side = Math.round(Math.sqrt(values.length));
  const inner = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
  const cells = cellElements({ rows: side, columns: side, values }, inner, (value) => light.ramp.css(value));
  return [element('g', { opacity: OPACITY }, cells)];
}

function curve(values: Float64Array, { x, y, width, height }: PlacedBox): string[] {
  const up = (value: number): number => y + height * (0.5 - (0.5 - EDGE) * Math.max(-1.1, Math.min(1.1, value)));
  const points = Array.from(values, (value, i) => ({ x: x + (i / (values.length - 1)) * width, value }));
  const line = (isAbove: boolean): string[] => {
    const d = partOn(points, isAbove, up);
    const stroke = isAbove ? light.positive : light.negative;
    return d === ''
      ? []
      : [element('path', { d, fill: 'none', stroke, 'stroke-width': 2, 'stroke-linejoin': 'round' })];
  };
  const axis = element('line', { x1: x, x2: x + width, y1: up(0), y2: up(0), stroke: light.lineStrong });
  return [axis, ...line(false), ...line(true)];
}

/** The stretches of a curve above zero, or below, each from crossing to crossing. */
function partOn(
  points: readonly { readonly x: number; readonly value: number }[],
  isAbove: boolean,
  up: (value: number) => number,
): string {
  const isOn = (value: number): boolean => (isAbove ? value > 0 : value < 0);
  let d = '';
  points.forEach((point, i) => {
    const before = points[i - 1];
    const isHere = isOn(point.value);
    if (before && isOn(before.value) !== isHere) {
      const share = before.value / (before.value - point.value);
      const crossing = `${short(before.x + share * (point.x - before.x))} ${short(up(0))}`;
      d += isHere ? `M${crossing}` : `L${crossing}`;
    } else if (!before && isHere) d += `M${short(point.x)} ${short(up(point.value))}`;
    if (isHere) d += `L${short(point.x)} ${short(up(point.value))}`;
  });
  return d;
}

/** A bar for every unit's value, upwards above zero and downwards below. */
export function blockFace(
  values: Float64Array | null,
  layer: Layer,
  { width, height }: UnitMetrics,
  range: number,
): string[] {
  const [left, top] = [layer.x - width / 2, layer.y - height / 2];
  const pitch = width / layer.size;
  const bars = Array.from({ length: layer.size }, (_, unit) => {
    const value = Math.max(-1, Math.min(1, (values?.[unit] ?? 0) / range));
    const length = Math.abs(value) * (height / 2 - 4);
    return element('rect', {
      x: left + unit * pitch,
      y: layer.y - (value > 0 ? length : 0),
      width: Math.max(0.6, pitch * 0.85),
      height: length,
      fill: opaque(light.ramp.css(value)),
    });
  });
  return [
    element('rect', { x: left, y: top, width, height, rx: 8, fill: light.surface, stroke: light.lineStrong }),
    element('line', { x1: left, x2: left + width, y1: layer.y, y2: layer.y, stroke: light.lineStrong }),
    ...bars,
  ];
}
