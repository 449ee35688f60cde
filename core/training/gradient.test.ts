/** Every gradient that backward gives equals the slope of the loss, for whatever is registered and however it is joined. */
import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../compile/compile.ts';
import type { Connection, Layer } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import { activations, type ActivationName } from '../nn/activations/registry.ts';
import { layerKinds, type LayerKindName } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { losses } from '../nn/losses/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { slopesOf, type Slopes } from './fixtures/slopes.ts';

const ROWS = 3;
/** Central differences lose half the digits: 1e-16 / 1e-6 of rounding, 1e-12 of curvature, times the network's scale. */
const TOLERANCE = 1e-7;

const activationNames = Object.keys(activations) as ActivationName[];

function layer(id: string, kind: LayerKindName, size: number, x: number, activation: ActivationName): Layer {
  return { id, kind, name: id, x, y: 0, size, activation, hasBias: kind !== 'input' };
}

function compile(layers: readonly Layer[], connections: readonly Connection[]): Network {
  const { network, problems } = compileNetwork(
    Object.fromEntries(layers.map((entry) => [entry.id, entry])),
    Object.fromEntries(connections.map((entry) => [entry.id, entry])),
  );
  if (!network) throw new Error(problems.map(({ message }) => message).join(' '));
  return network;
}

function worstGradient(network: Network, loss: Loss, random: Random): Slopes {
  const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  const inputs = normals(ROWS * network.inputCount);
  const targets = new Float64Array(ROWS * network.outputCount);
  for (let row = 0; row < ROWS; row++) {
    targets[row * network.outputCount + random.integer(network.outputCount)] = 1;
  }
  // Biases too: a unit that no edge reaches would otherwise stand exactly on ReLU's kink.
  const parameters = network.parameters.map(({ id, shape }) => [id, normals(sizeOf(shape))] as const);
  const plan = new Plan(network.graph, {
    largestBatch: ROWS,
    objective: { kind: 'rows', loss },
    learning: { slots: [], rule: { of: loss, run: () => undefined } },
  });
  plan.setParameters(Object.fromEntries(parameters));
  plan.setInputs(inputs, ROWS);
  plan.targets.set(targets);
  return slopesOf(plan);
}

/** Wired kinds: layer-gradients.test.ts */
const hiddenKinds = Object.entries<LayerKind>(layerKinds).filter(([, { role, wires }]) => role === 'hidden' && !wires);

describe.each(Object.entries<Loss>(losses))('%s', (_, loss) => {
  test.each(activationNames)('of a network with %s, through every kind of hidden layer', (activation) => {
    for (const [kind] of hiddenKinds) {
      const network = compile(
        [
          layer('x', 'input', 2, 0, 'linear'),
          layer('h', kind as LayerKindName, 3, 1, activation),
          layer('y', 'output', 3, 2, activation),
        ],
        [
          { id: 'c1', source: 'x', target: 'h', mask: null },
          { id: 'c2', source: 'h', target: 'y', mask: null },
        ],
      );
      const { worst, compared } = worstGradient(network, loss, Random.fromSeed(5));
      expect(worst).toBeLessThan(TOLERANCE);
      expect(compared).toBeGreaterThanOrEqual(21);
    }
  });
});

/** Inputs, hidden layers and outputs of random sizes, joined at random to any earlier ones, a third of the edges undrawn. */
function randomNetwork(random: Random): Network {
  const columns = [1 + random.integer(2), 2 + random.integer(4), 1 + random.integer(2)];
  const kinds = ['input', 'dense', 'output'] as const;
  const layers = columns.flatMap((count, column) =>
    Array.from({ length: count }, (_, i) => {
      const activation = activationNames[random.integer(activationNames.length)]!;
      return layer(`l${column}${i}`, kinds[column]!, 1 + random.integer(3), column * 10 + i, activation);
    }),
  );
  const connections: Connection[] = [];
  layers.forEach((target, i) => {
    if (target.kind === 'input') return;
    const earlier = layers.slice(0, i).filter(({ kind }) => kind !== 'output');
    const certain = random.integer(earlier.length);
    earlier.forEach((source, j) => {
      if (j !== certain && random.uniform() < 0.5) return;
      const mask = Uint8Array.from({ length: source.size * target.size }, () => (random.uniform() < 0.67 ? 1 : 0));
      const isWhole = random.uniform() < 0.3;
      connections.push({
        id: `${source.id}-${target.id}`,
        source: source.id,
        target: target.id,
        mask: isWhole ? null : mask,
      });
    });
  });
  return compile(layers, connections);
}

test('of 60 random graphs with skips, masks, several inputs and several outputs', () => {
  const random = Random.fromSeed(2024);
  const allLosses = Object.values<Loss>(losses);
  let masked = 0;
  for (let i = 0; i < 60; i++) {
    const network = randomNetwork(random);
    masked += network.parameters.filter(({ mask }) => mask !== null).length;
    expect(worstGradient(network, allLosses[i % allLosses.length]!, random).worst, `graph ${i}`).toBeLessThan(
      TOLERANCE,
    );
  }
  expect(masked).toBeGreaterThan(100);
});
