/** What flows along the edges in a phase: values forward, gradients backward; its strength, and when it passes where. */
import type { Network } from '../../core/compile/compile.ts';
import { weightId, type Layer, type Table } from '../../core/document/document.ts';
import type { BatchView } from '../../core/training/frame.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import { pointOnEdge, type EdgeList } from './edge-list.ts';
import { layerBox } from './geometry.ts';

/** More edges than this and only the layers light up. */
const MOST_EDGES = 600;

export interface Flow {
  readonly direction: 'forward' | 'backward';
  /** Per edge, -1 to 1: its share of the strongest. Empty where there are too many edges. */
  readonly strengths: Float32Array;
  /** Per edge: the layer of depth that its source is in, from 0. */
  readonly depths: Float32Array;
  readonly steps: number;
  readonly layers: readonly { readonly layer: Layer; readonly depth: number }[];
}

interface FlowSource {
  readonly direction: Flow['direction'];
  readonly edges: EdgeList;
  readonly batch: BatchView;
  readonly network: Network;
  readonly parameters: Table<Float64Array>;
}

/** Forward: mean output · weight. Backward: the gradient of the weight. */
export function flowOf({ direction, edges, batch, network, parameters }: FlowSource): Flow {
  const depthOf = depths(network);
  const sourceOf = new Map(
    network.layers.flatMap(({ incoming }) => incoming.map(({ id, source }) => [id, source] as const)),
  );
  const sizeOf = new Map(network.layers.map(({ id, layer }) => [id, layer.size]));
  const count = edges.count <= MOST_EDGES ? edges.count : 0;
  const strengths = new Float32Array(count);
  const edgeDepths = new Float32Array(count);
  let largest = 0;
  for (let edge = 0; edge < count; edge++) {
    const connection = edges.connectionIds[edges.connection[edge]!]!;
    const entry = edges.entry[edge]!;
    const source = sourceOf.get(connection) ?? '';
    edgeDepths[edge] = depthOf.get(source) ?? 0;
    strengths[edge] =
      direction === 'backward'
        ? (batch.gradients?.[weightId(connection)]?.[entry] ?? 0)
        : (batch.activations[source]?.[entry % (sizeOf.get(source) ?? 1)] ?? 0) *
          (parameters[weightId(connection)]?.[entry] ?? 0);
    largest = Math.max(largest, Math.abs(strengths[edge]!));
  }
  if (largest > 0) for (let edge = 0; edge < count; edge++) strengths[edge]! /= largest;
  const layers = network.layers.map(({ id, layer }) => ({ layer, depth: depthOf.get(id) ?? 0 }));
  return { direction, strengths, depths: edgeDepths, steps: Math.max(1, ...depthOf.values()), layers };
}

/** Edges from the farthest input. */
function depths({ layers }: Network): Map<string, number> {
  const found = new Map<string, number>();
  for (const { id, incoming, wires } of layers) {
    const sources = [...incoming.map(({ source }) => source), ...wires];
    found.set(id, Math.max(0, ...sources.map((source) => (found.get(source) ?? 0) + 1)));
  }
  return found;
}

/** @param progress 0 at the start, 1 when all has flowed */
export function paintFlow(
  context: CanvasRenderingContext2D,
  flow: Flow,
  edges: EdgeList,
  progress: number,
  palette: Palette,
): void {
  const { direction, strengths, depths: edgeDepths, steps, layers } = flow;
  const isBackward = direction === 'backward';
  const wave = progress * (steps + 1);
  context.strokeStyle = palette.accent;
  context.fillStyle = palette.accent;
  if (progress < 1) {
    for (const { layer, depth } of layers) {
      const since = wave - (isBackward ? steps - depth : depth);
      if (since < 0 || since > 1.4) continue;
      const { left, top, right, bottom } = layerBox(layer);
      context.globalAlpha = 1 - since / 1.4;
      context.lineWidth = 3;
      context.beginPath();
      context.roundRect(left - 4, top - 4, right - left + 8, bottom - top + 8, 12);
      context.stroke();
    }
  }
  for (let edge = 0; edge < strengths.length; edge++) {
    const size = Math.sqrt(Math.abs(strengths[edge]!));
    if (size < 0.02) continue;
    const depth = edgeDepths[edge]!;
    const along = wave - (isBackward ? steps - depth - 1 : depth) - 0.2;
    if (progress < 1 && along > 0 && along < 1) {
      const { x, y } = pointOnEdge(edges, edge, isBackward ? 1 - along : along);
      context.globalAlpha = 0.35 + 0.65 * size;
      context.beginPath();
      context.arc(x, y, 2 + 5 * size, 0, 2 * Math.PI);
      context.fill();
    }
    if (isBackward && (progress >= 1 || along >= 1)) paintGradient(context, edges, edge, size);
  }
  context.globalAlpha = 1;
}

/** An arrow head towards the source, where the gradient came in: the larger the gradient, the larger it is. */
function paintGradient(context: CanvasRenderingContext2D, edges: EdgeList, edge: number, size: number): void {
  const tip = pointOnEdge(edges, edge, 0.86);
  const tail = pointOnEdge(edges, edge, 0.92);
  const length = Math.hypot(tip.x - tail.x, tip.y - tail.y) || 1;
  const [ux, uy] = [(tip.x - tail.x) / length, (tip.y - tail.y) / length];
  const reach = 3 + 7 * size;
  context.globalAlpha = 0.9;
  context.beginPath();
  context.moveTo(tip.x + ux * reach, tip.y + uy * reach);
  context.lineTo(tip.x - uy * reach * 0.6, tip.y + ux * reach * 0.6);
  context.lineTo(tip.x + uy * reach * 0.6, tip.y - ux * reach * 0.6);
  context.closePath();
  context.fill();
}
