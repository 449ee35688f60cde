/**
 * Where things lie on the canvas, in canvas units, from the document alone: boxes of layers, centres and ports of units.
 * A layer is drawn as a column of its units, smaller the more there are.
 */
import { isWired } from '../../core/compile/layer-context.ts';
import type { Layer } from '../../core/document/document.ts';
import { MOST_SHOWN_UNITS } from '../../core/document/commands/layer-form.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * How big a unit of a layer is drawn. `card`: with its value; `dot`: a coloured square; `sliver`: a line of a strip;
 * `block`: all units in one card; `plate`: what it is and how large, for layers whose values are one vector per token.
 */
export interface UnitMetrics {
  readonly form: 'card' | 'dot' | 'sliver' | 'block' | 'plate';
  readonly width: number;
  readonly height: number;
  readonly pitch: number;
}

const LARGEST_COLUMN = 420;

/** Whether a layer is drawn as one labelled plate: it carries whole vectors, or it is where text enters. */
export const isPlate = (layer: Layer): boolean => isWired(layer) || layer.kind === 'tokens';

const PLATE = { form: 'plate', width: 136, height: 40, pitch: 0 } as const;
/** A residual add is a sign on the line that it adds to. */
const SIGN = { form: 'plate', width: 28, height: 28, pitch: 0 } as const;

export function unitMetrics(layer: Layer): UnitMetrics {
  const { size, form, kind } = layer;
  if (isPlate(layer)) return kind === 'add' ? SIGN : PLATE;
  if (size > 1 && form === 'block') return { form: 'block', width: 84, height: 56, pitch: 0 };
  if (size <= 6) return { form: 'card', width: 66, height: 48, pitch: 78 };
  if (size <= 12) return { form: 'card', width: 60, height: 32, pitch: 42 };
  if (form === 'units' && size <= MOST_SHOWN_UNITS) return { form: 'card', width: 60, height: 32, pitch: 42 };
  if (size <= 28) return { form: 'dot', width: 18, height: 18, pitch: 23 };
  if (size <= 60) return { form: 'dot', width: 9, height: 9, pitch: 11 };
  return { form: 'sliver', width: 16, height: LARGEST_COLUMN / size, pitch: LARGEST_COLUMN / size };
}

/** Space inside the frame that a layer of several units draws around them. */
const FRAME = 10;
export const frameOf = (layer: Layer): number => (layer.size > 1 && !isPlate(layer) ? FRAME : 0);

export function layerBox(layer: Layer): Box {
  const { width, height, pitch } = unitMetrics(layer);
  const frame = frameOf(layer);
  const halfWidth = width / 2 + frame;
  const halfHeight = ((layer.size - 1) * pitch + height) / 2 + frame;
  return {
    left: layer.x - halfWidth,
    top: layer.y - halfHeight,
    right: layer.x + halfWidth,
    bottom: layer.y + halfHeight,
  };
}

export function unitCentre(layer: Layer, unit: number): Point {
  const { pitch } = unitMetrics(layer);
  return { x: layer.x, y: layer.y + (unit - (layer.size - 1) / 2) * pitch };
}

/** Where an edge leaves a unit. */
export function outPort(layer: Layer, unit: number): Point {
  const centre = unitCentre(layer, unit);
  return { x: centre.x + unitMetrics(layer).width / 2, y: centre.y };
}

/** Where an edge reaches a unit. */
export function inPort(layer: Layer, unit: number): Point {
  const centre = unitCentre(layer, unit);
  return { x: centre.x - unitMetrics(layer).width / 2, y: centre.y };
}

export function union(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function boxBetween(a: Point, b: Point): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/** Canvas positions snap to this. */
export const GRID = 10;
export const snap = (value: number): number => Math.round(value / GRID) * GRID;
