import { LARGEST_LAYER } from '../../compile/compile.ts';
import { layerKinds, type LayerKindName } from '../../nn/layers/registry.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { Draft } from '../change.ts';
import { onCanvas, type Layer, type NetworkDocument } from '../document.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

export interface NewLayer {
  readonly kind: LayerKindName;
  readonly size: number;
  /** Centre, in canvas units. */
  readonly x: number;
  readonly y: number;
}

/** What new layers are called, before their number. */
export const nameLetters = { input: 'x', hidden: 'h', output: 'y' } as const;

/** Puts a layer of `size` units on the canvas, unconnected, its biases 0. Nothing else changes. */
export function addLayer(document: NetworkDocument, { kind, size, x, y }: NewLayer): CommandResult {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_LAYER) {
    return refuse(`A layer has 1 to ${LARGEST_LAYER} units, not ${size}.`);
  }
  const rules: LayerKind = layerKinds[kind];
  const layer: Layer = {
    id: freeId(document.layers, 'l'),
    kind,
    name: freeName(document, nameLetters[rules.role]),
    x: onCanvas(x),
    y: onCanvas(y),
    size,
    activation: rules.role === 'hidden' ? 'tanh' : 'linear',
    hasBias: rules.takesConnections,
  };
  const draft = new Draft(document);
  draft.set('layers', layer.id, layer);
  for (const { name, shape } of rules.parameters(layer)) {
    draft.set('parameters', `${layer.id}.${name}`, new Float64Array(shape.reduce((a, b) => a * b, 1)));
  }
  return { label: `add ${layer.name}`, changes: draft.changes };
}

/** `h1`, `h2` ...: the first that no layer has. */
export function freeName(document: NetworkDocument, letter: string): string {
  const taken = new Set(Object.values(document.layers).map(({ name }) => name));
  for (let n = 1; ; n++) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`;
}
