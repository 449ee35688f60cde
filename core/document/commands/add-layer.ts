import { largestSize } from '../../compile/compile.ts';
import { layerContext } from '../../compile/layer-context.ts';
import { layerKinds, type LayerKindName } from '../../nn/layers/registry.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { Random } from '../../tensor/random.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { Draft } from '../change.ts';
import { onCanvas, type Layer, type NetworkDocument } from '../document.ts';
import { freeId, refuse, type CommandResult } from './command.ts';
import { settleOwned } from './settle.ts';

export interface NewLayer {
  readonly kind: LayerKindName;
  readonly size: number;
  /** Centre, in canvas units. */
  readonly x: number;
  readonly y: number;
  /** As the kind has it unless said. */
  readonly hasBias?: boolean;
  readonly settings?: Layer['settings'];
}

/** What new layers are called, before their number. */
const nameLetters = { input: 'x', hidden: 'h', output: 'y' } as const;

/** What a new layer is called, before its number: kinds of which there are many alike go by the kind. */
export function nameStem(kind: LayerKindName): string {
  const { wires, shortName, title, role }: LayerKind = layerKinds[kind];
  return wires || kind === 'tokens' ? `${shortName ?? title.toLowerCase()} ` : nameLetters[role];
}

/** Puts a layer of `size` units on the canvas, unconnected, its biases 0, what else it owns from the initializer. */
export function addLayer(document: NetworkDocument, wanted: NewLayer): CommandResult {
  const { kind, size, x, y, settings } = wanted;
  if (!Number.isInteger(size) || size < 1 || size > largestSize(kind)) {
    return refuse(`A layer has 1 to ${largestSize(kind)} units, not ${size}.`);
  }
  const rules: LayerKind = layerKinds[kind];
  const layer: Layer = {
    id: freeId(document.layers, 'l'),
    kind,
    name: freeName(document, nameStem(kind)),
    x: onCanvas(x),
    y: onCanvas(y),
    size,
    activation: rules.role === 'hidden' && rules.hasActivation ? 'tanh' : 'linear',
    hasBias: rules.takesBias && (wanted.hasBias ?? true),
    ...(settings && { settings }),
  };
  const draft = new Draft(document);
  draft.set('layers', layer.id, layer);
  if (!rules.wires) {
    for (const { name, shape } of rules.parameters(layer, layerContext([]))) {
      draft.set('parameters', `${layer.id}.${name}`, new Float64Array(sizeOf(shape)));
    }
  }
  settleOwned(draft, Random.fromSeed(1));
  return { label: `add ${layer.name}`, changes: draft.changes };
}

/** `h1`, `h2` ...: the first that no layer has. */
export function freeName(document: NetworkDocument, letter: string): string {
  const taken = new Set(Object.values(document.layers).map(({ name }) => name));
  for (let n = 1; ; n++) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`;
}
