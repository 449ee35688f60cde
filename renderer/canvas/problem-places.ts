/** Where on the drawing each problem belongs: the layer's box, or the middle of the connection. */
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import type { Problem } from '../../core/document/problem.ts';
import { inPort, layerBox, outPort, type Box } from './geometry.ts';

export interface ProblemPlace {
  readonly item: string;
  readonly name: string;
  readonly problems: readonly [Problem, ...Problem[]];
  /** In canvas units. */
  readonly box: Box;
}

/** Room that the names above a layer and the biases below it take. */
const BELOW = 24;

/** @returns a place for every item concerned that is drawn: those that something stands in the way of first */
export function problemPlaces(
  problems: readonly Problem[],
  layers: Table<Layer>,
  connections: Table<Connection>,
): ProblemPlace[] {
  const places = new Map<string, ProblemPlace>();
  for (const problem of problems) {
    if (problem.item === null) continue;
    const known = places.get(problem.item);
    if (known) places.set(problem.item, { ...known, problems: [...known.problems, problem] });
    else {
      const found = placeOf(problem.item, layers, connections);
      if (found) places.set(problem.item, { ...found, item: problem.item, problems: [problem] });
    }
  }
  const isHint = ({ problems: [{ severity }] }: ProblemPlace): number => (severity === 'warning' ? 1 : 0);
  return [...places.values()].sort((a, b) => isHint(a) - isHint(b));
}

function placeOf(
  item: string,
  layers: Table<Layer>,
  connections: Table<Connection>,
): Pick<ProblemPlace, 'name' | 'box'> | null {
  const layer = layers[item];
  if (layer) {
    const box = layerBox(layer);
    return { name: layer.name, box: { ...box, bottom: box.bottom + (layer.hasBias ? BELOW : 0) } };
  }
  const from = layers[connections[item]?.source ?? ''];
  const to = layers[connections[item]?.target ?? ''];
  if (!from || !to) return null;
  const start = outPort(from, Math.floor((from.size - 1) / 2));
  const end = inPort(to, Math.floor((to.size - 1) / 2));
  const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
  return { name: `${from.name} to ${to.name}`, box: { left: x, right: x, top: y, bottom: y } };
}
