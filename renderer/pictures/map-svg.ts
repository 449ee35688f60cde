/**
 * The map as a picture: the field as one embedded image, axes and examples as vectors over it; for one input, the curve.
 * The network is asked in slices, with room for frames in between.
 */
import type { PreparedData } from '../../core/data/data-settings.ts';
import { targetAt, targetSpan } from '../../core/data/scaling.ts';
import type { Table } from '../../core/document/document.ts';
import { SlicedForward, type ForwardResult } from '../../core/engine/sliced-forward.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import { classNames, heldOutRows, markOf } from '../views/maps/map-examples.ts';
import { fieldImage } from '../views/maps/paint-field.ts';
import { linearTicks } from './axis-ticks.ts';
import { framedSvg, type Area, type Axis } from './frame-svg.ts';
import { light } from './light-colours.ts';
import { markElement } from './mark-svg.ts';
import { element, short } from './svg.ts';

const CELLS = 160;
const SLICE_MS = 6;
const SIZE = 400;
const MOST_MARKS = 2000;

/** @param parameters of the network, those of the document unless said @throws Error when there is no network with inputs, or no data */
export async function mapSvg(
  bench: Workbench,
  parameters: Table<Float64Array> = bench.editor.document.parameters,
): Promise<string> {
  const { maps, live, files } = bench;
  const { network, data } = live;
  if (!network || !data || maps.inputCount === 0) {
    throw new Error('There is no map yet: the network needs at least one input, and data.');
  }
  const result = await forwardInSlices(bench, parameters);
  const across = maps.swept(maps.across);
  const acrossAxis = inputAxis(bench, maps.across);
  const { shown, all } = maps.output;
  const output = shown === 'winner' ? 0 : shown;
  const title = all.find(({ value }) => value === shown)?.title ?? 'output';
  const upAxis = maps.isCurve ? outputAxis(title, data, output) : inputAxis(bench, maps.up);
  const what = shown === 'winner' ? `${title} of ${classNames(data).join(', ')}` : title;
  const field = (area: Area): string => {
    if (maps.isCurve)
      return curveElement(result, network.outputCount, output, upAxis, area, (row) => maps.predict(row));
    const shade = (row: Float64Array): void => maps.shade(row);
    const image = fieldImage(result, CELLS, network.outputCount, shown, shade, light);
    return element('image', {
      x: area.left,
      y: area.top,
      width: area.width,
      height: area.height,
      preserveAspectRatio: 'none',
      href: pngOf(image),
    });
  };
  const held = heldOutRows(data);
  const inputs = data.inputs.length;
  const marks = (area: Area): string[] =>
    Array.from({ length: Math.min(MOST_MARKS, held.length) }, (_, row) => {
      const x = (data.inputValues[row * inputs + maps.across]! - across.from) / (across.to - across.from);
      const y = upAxis.place(
        maps.isCurve ? targetAt(data, row, output) : maps.toData(maps.up, data.inputValues[row * inputs + maps.up]!),
      );
      const mark = markOf(data, row, held[row] === 1, light, output, maps.outputRange);
      return markElement(area.left + x * area.width, area.top + (1 - y) * area.height, 3.2, mark);
    });
  return framedSvg(`${files.name}: ${what}`, { width: SIZE, height: SIZE, room: 24 }, acrossAxis, upAxis, (area) => [
    field(area),
    ...marks(area),
  ]);
}

async function forwardInSlices({ live, maps }: Workbench, parameters: Table<Float64Array>): Promise<ForwardResult> {
  const { network } = live;
  const forward = new SlicedForward(network!);
  const inputs = maps.examples(CELLS, CELLS);
  forward.begin({ parameters, inputs, rows: inputs.length / network!.inputCount });
  for (;;) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end) {
      const result = forward.advance();
      if (result) return result;
    }
    await new Promise(requestAnimationFrame);
  }
}

/** In the units of the data. */
function inputAxis({ maps }: Workbench, input: number): Axis {
  const span = maps.swept(input);
  const from = maps.toData(input, span.from);
  const to = maps.toData(input, span.to);
  return { title: maps.nameOf(input), ticks: linearTicks(from, to), place: (value) => (value - from) / (to - from) };
}

function outputAxis(title: string, data: PreparedData, output: number): Axis {
  const { least, most } = targetSpan(data, output) ?? { least: -1, most: 1 };
  const margin = (most - least || 1) * 0.15;
  const [from, to] = [least - margin, most + margin];
  return { title, ticks: linearTicks(from, to), place: (value) => (value - from) / (to - from) };
}

function curveElement(
  { outputs, job }: ForwardResult,
  columns: number,
  output: number,
  up: Axis,
  area: Area,
  predict: (row: Float64Array) => void,
): string {
  const points = Array.from({ length: job.rows }, (_, i) => {
    const row = outputs.slice(i * columns, (i + 1) * columns);
    predict(row);
    const share = Math.max(0, Math.min(1, up.place(row[output]!)));
    return `${short(area.left + (i / (job.rows - 1)) * area.width)},${short(area.top + (1 - share) * area.height)}`;
  });
  return element('polyline', { points: points.join(' '), fill: 'none', stroke: light.accent, 'stroke-width': 2 });
}

function pngOf(image: ImageData): string {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas.toDataURL('image/png');
}
