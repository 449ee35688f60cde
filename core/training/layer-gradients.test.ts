/**
 * Every gradient through every kind of layer that is wired equals the slope of the loss, for each choice that the kind's fields
 * give. Kinds come from the registry: a new one is checked by being there, and fails where the network below does not suit it.
 */
import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../compile/compile.ts';
import type { Connection, Layer } from '../document/document.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../nn/layers/registry.ts';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import type { NumberField } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { slopesOf } from './fixtures/slopes.ts';

const EXAMPLES = 2;
const CONTEXT = 4;
/** Of every layer, and of the vocabulary: two heads of two numbers, which is what rotary positions need. */
const WIDTH = 4;
/** Central differences lose half the digits: 1e-16 / 1e-6 of rounding, 1e-12 of curvature, times the network's scale. */
const TOLERANCE = 1e-7;

interface Drawn extends Partial<Layer> {
  readonly kind: LayerKindName;
  readonly from: readonly string[];
}

/** Where a kind stands among others; those that are not here stand between dense layers, one per wire that it needs. */
const places: Partial<Record<LayerKindName, (own: Partial<Layer>) => Readonly<Record<string, Drawn>>>> = {
  embedding: (own) => ({
    own: { ...own, kind: 'embedding', from: ['text'] },
    y: { kind: 'output', from: ['own'] },
  }),
  flatten: (own) => ({
    e: { kind: 'embedding', from: ['text'] },
    own: { ...own, kind: 'flatten', size: WIDTH * CONTEXT, from: ['e'] },
    y: { kind: 'output', from: ['own'] },
  }),
  head: (own) => ({
    e: { kind: 'embedding', from: ['text'] },
    a: { kind: 'dense', activation: 'tanh', hasBias: true, from: ['e'] },
    own: { ...own, kind: 'head', from: ['a'] },
  }),
};

function between(kind: LayerKindName, own: Partial<Layer>): Readonly<Record<string, Drawn>> {
  const { wires }: LayerKind = layerKinds[kind];
  const sources = Array.from({ length: wires!.least }, (_, i) => `s${i}`);
  const dense = sources.map((id) => [
    id,
    { kind: 'dense', activation: 'tanh', hasBias: true, from: ['e'] } satisfies Drawn,
  ]);
  return {
    e: { kind: 'embedding', from: ['text'] },
    ...(Object.fromEntries(dense) as Record<string, Drawn>),
    own: { ...own, kind, from: sources },
    y: { kind: 'output', hasBias: true, from: ['own'] },
  };
}

function networkWith(kind: LayerKindName, own: Partial<Layer>): Network {
  const drawn: Readonly<Record<string, Drawn>> = {
    text: { kind: 'tokens', settings: { context: CONTEXT }, from: [] },
    ...(places[kind]?.(own) ?? between(kind, own)),
  };
  const layers: Record<string, Layer> = {};
  const connections: Record<string, Connection> = {};
  Object.entries(drawn).forEach(([target, { from, ...given }], x) => {
    layers[target] = {
      ...{ id: target, name: target, x, y: 0, size: WIDTH, activation: 'linear', hasBias: false },
      ...given,
    };
    for (const source of from) {
      const id = `${source}-${target}`;
      connections[id] = { id, source, target, mask: null };
    }
  });
  const { network, problems } = compileNetwork(layers, connections);
  if (network) return network;
  const reason = problems.map(({ message }) => message).join(' ');
  throw new Error(`"${kind}" cannot stand where it was put: ${reason} Give it a place of its own above.`);
}

/** What a field is tried with: each choice, or two values that differ in what they do. */
function triedOf({ choices, isInteger, isSwitch, min, max }: NumberField): readonly number[] {
  if (choices) return choices.map((_, i) => i);
  if (isSwitch || isInteger) return [min, min + 1];
  return [min, (min + max) / 2];
}

/** Every combination of what its fields are tried with, without and with a bias. */
function variantsOf(kind: LayerKind): Partial<Layer>[] {
  let settings: Readonly<Record<string, number>>[] = [{}];
  for (const [name, field] of Object.entries(kind.fields ?? {})) {
    settings = settings.flatMap((before) => triedOf(field).map((value) => ({ ...before, [name]: value })));
  }
  const biases = kind.takesBias ? [false, true] : [false];
  return settings.flatMap((one) => biases.map((hasBias) => ({ settings: one, hasBias })));
}

/** As a language model trains: inner values share memory, some positions are not guessed, dropout draws. */
function planOf(network: Network): Plan {
  const random = Random.fromSeed(5);
  const plan = new Plan(network.graph, {
    largestBatch: EXAMPLES,
    keepsValues: false,
    objective: { kind: 'classes' },
    learning: { slots: [], rule: { of: meanSquaredError, run: () => undefined } },
  });
  const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  plan.setParameters(Object.fromEntries(network.parameters.map(({ id, shape }) => [id, normals(sizeOf(shape))])));
  plan.idsOf('text').forEach((_, i, ids) => (ids[i] = random.integer(WIDTH)));
  plan.targets.forEach((_, i, targets) => (targets[i] = i === 1 ? IGNORED : random.integer(WIDTH)));
  plan.setRandomKey(12345);
  return plan;
}

const wired = Object.entries<LayerKind>(layerKinds).filter(([, { wires }]) => wires);

test.each(wired)('through %s, with every choice that it has, each gradient is the slope of the loss', (name, kind) => {
  for (const own of variantsOf(kind)) {
    const what = `${name} ${JSON.stringify(own)}`;
    const network = networkWith(name as LayerKindName, own);
    const { worst, compared, idle } = slopesOf(planOf(network));
    expect(worst, what).toBeLessThan(TOLERANCE);
    expect(compared, what).toBeGreaterThanOrEqual(WIDTH * WIDTH);
    expect(idle, what).toEqual([]);
  }
});

describe('what there is to choose', () => {
  test('is tried in all combinations: heads, both directions, rotary, dropout and bias of an attention', () => {
    expect(variantsOf(layerKinds.attention)).toHaveLength(2 ** 5);
    expect(variantsOf(layerKinds.feedForward)).toHaveLength(2 * 4 * 2 * 2);
  });

  test('a kind that stands in none of these networks, nor in those of plain numbers, is named', () => {
    const ends = ['input', 'output', 'tokens'];
    const isChecked = ([name, { role, wires }]: [string, LayerKind]): boolean =>
      wires !== undefined || role === 'hidden' || ends.includes(name); // hidden ones without wires: gradient.test.ts
    const left = Object.entries<LayerKind>(layerKinds).filter((entry) => !isChecked(entry));
    expect(left.map(([name]) => name)).toEqual([]);
  });
});
