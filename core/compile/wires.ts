/** What can be wrong where values are carried as they are, or where text enters: each as a sentence at the item concerned. */
import type { Connection, Layer, Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { LayerContext, LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { fieldProblem } from '../settings/field.ts';
import { connectionsByTarget, topologicalOrder } from './acyclic.ts';
import { layerContext } from './layer-context.ts';
import { byPosition } from './order.ts';

/** Only for drawings whose connections all end at layers that are there, and that have no circle. */
export function wireProblems(layers: readonly Layer[], connections: readonly Connection[]): Problem[] {
  const byId: Table<Layer> = Object.fromEntries(layers.map((layer) => [layer.id, layer]));
  const arriving = connectionsByTarget(connections);
  const context = layerContext(layers);
  const sourcesOf = ({ id }: Layer): Layer[] =>
    (arriving.get(id) ?? []).flatMap(({ source }) => byId[source] ?? []).sort(byPosition);
  const found = [...textProblems(layers), ...layers.flatMap((layer) => layerProblem(layer, sourcesOf(layer), context))];
  return found.length > 0 ? found : positionProblems(topologicalOrder(layers, connections), sourcesOf);
}

function textProblems(layers: readonly Layer[]): Problem[] {
  const texts = layers.filter(({ kind }) => kind === 'tokens');
  if (texts.length === 0) return [];
  const other = layers.find((layer) => layerKinds[layer.kind].role === 'input' && layer !== texts[0]);
  const outputs = layers.filter(({ kind }) => layerKinds[kind].role === 'output');
  const problems: Problem[] = [];
  if (other) {
    const message = `"${other.name}" is a second input beside the text "${texts[0]!.name}". Keep one of them.`;
    problems.push({ item: other.id, message });
  }
  if (outputs.length > 1) {
    const message = `A text is learned by one output, and there are ${outputs.length}. Remove all but one.`;
    problems.push({ item: outputs[1]!.id, message });
  }
  for (const { id, name, size } of outputs) {
    if (size === texts[0]!.size) continue;
    const message = `"${name}" scores ${size} tokens but "${texts[0]!.name}" has ${texts[0]!.size}. Set its size to ${texts[0]!.size}.`;
    problems.push({ item: id, message });
  }
  return problems;
}

function layerProblem(layer: Layer, sources: readonly Layer[], context: LayerContext): Problem[] {
  const kind: LayerKind = layerKinds[layer.kind];
  const message = settingProblem(layer, kind) ?? sourceProblem(layer, kind, sources, context);
  return message === null ? [] : [{ item: layer.id, message }];
}

function settingProblem({ name, settings = {} }: Layer, { fields = {} }: LayerKind): string | null {
  for (const [key, value] of Object.entries(settings)) {
    const field = fields[key];
    const problem = field ? fieldProblem(field, value) : `It has no setting "${key}".`;
    if (problem !== null) return `"${name}": ${problem}`;
  }
  return null;
}

function sourceProblem(layer: Layer, kind: LayerKind, sources: readonly Layer[], context: LayerContext): string | null {
  const { name, size } = layer;
  const text = sources.find((source) => source.kind === 'tokens');
  if (text && layer.kind !== 'embedding') {
    return `"${name}" needs numbers, but "${text.name}" gives tokens. Put a token embedding between them.`;
  }
  const { wires } = kind;
  if (!wires) return null;
  if (sources.length < wires.least || sources.length > wires.most) {
    const wanted = wires.least === 1 ? 'one layer' : `${wires.least} layers`;
    const repair = sources.length < wires.least ? 'Connect what is missing.' : 'Remove a connection.';
    return `"${name}" takes the values of ${wanted}, and ${sources.length || 'none'} ${sources.length === 1 ? 'is' : 'are'} connected. ${repair}`;
  }
  const misfit = kind.takesAnyWidth ? undefined : sources.find((source) => source.size !== size);
  if (misfit) return `"${name}" expects ${size} but "${misfit.name}" gives ${misfit.size}. Make both the same size.`;
  return kind.problem?.(layer, sources, context) ?? null;
}

/** Every layer's sources must have as many positions as each other. */
function positionProblems(ordered: readonly Layer[], sourcesOf: (layer: Layer) => Layer[]): Problem[] {
  const positions = positionsOf(ordered, sourcesOf);
  return ordered.flatMap((layer): Problem[] => {
    const [first, ...rest] = sourcesOf(layer);
    const other = rest.find(({ id }) => positions.get(id) !== positions.get(first!.id));
    if (!first || !other) return [];
    const message = `"${layer.name}" cannot join "${first.name}" with ${positions.get(first.id)} positions and "${other.name}" with ${positions.get(other.id)}. Put both side by side, or neither.`;
    return [{ item: layer.id, message }];
  });
}

/** Positions of every layer's value: 1 but where text is concerned. @param ordered each after its sources */
export function positionsOf(ordered: readonly Layer[], sourcesOf: (layer: Layer) => Layer[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const layer of ordered) {
    const kind: LayerKind = layerKinds[layer.kind];
    const [source] = sourcesOf(layer);
    found.set(layer.id, kind.positions?.(layer) ?? (source ? (found.get(source.id) ?? 1) : 1));
  }
  return found;
}
