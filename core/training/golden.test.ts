/** Parity with PyTorch (float64): forward, loss, gradients, and parameters and optimizer state after 1, 5 and 50 steps. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import { plainSteps, type Connection, type Layer, type TrainingSettings } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import type { ActivationName } from '../nn/activations/registry.ts';
import { losses, type LossName } from '../nn/losses/registry.ts';
import type { TorchOptimizer } from '../parity/golden-file.ts';
import { activationNames, optimizerNamed, slotNamed } from '../parity/torch-names.ts';
import { Trainer } from './trainer.ts';

type Nested = number | readonly Nested[];
interface Snapshot {
  readonly loss: number;
  readonly params: Record<string, Nested>;
  readonly state?: Record<string, Record<string, Nested>>;
}
interface GoldenCase {
  readonly activation?: string;
  readonly loss_name: string;
  readonly forward: Record<string, Nested>;
  readonly loss: number;
  readonly grad: Record<string, Nested>;
  readonly after: Record<string, Record<string, Snapshot>>;
}
interface Golden extends GoldenCase {
  readonly torch_optim: Record<string, TorchOptimizer>;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: Nested | Record<string, Nested>;
  readonly init: Record<string, Nested>;
  readonly cases?: readonly GoldenCase[];
  readonly nodes?: readonly { id: string; kind?: string; act?: string }[];
  readonly edges?: readonly (readonly [string, string])[];
}

const read = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../fixtures/golden/${name}.json`, import.meta.url), 'utf8')) as Golden;
const flat = (value: Nested): number[] => (typeof value === 'number' ? [value] : value.flatMap(flat));

const lossNames: Record<string, LossName> = {
  mse: 'meanSquaredError',
  bce: 'binaryCrossEntropy',
  ce: 'softmaxCrossEntropy',
};
/** A drawing, and for each of its parameters the golden file's name. */
interface Drawn {
  readonly network: Network;
  readonly names: readonly (readonly [ours: string, golden: string])[];
}

const layer = (id: string, kind: Layer['kind'], size: number, y: number, activation: ActivationName): Layer => ({
  id,
  kind,
  name: id,
  x: 0,
  y,
  size,
  activation,
  hasBias: kind !== 'input',
});
const join = (source: string, target: string): Connection => ({
  id: `${source}-${target}`,
  source,
  target,
  mask: null,
});

function draw(layers: Layer[], connections: Connection[], names: [string, string][]): Drawn {
  const { network } = compileNetwork(
    Object.fromEntries(layers.map((entry) => [entry.id, entry])),
    Object.fromEntries(connections.map((entry) => [entry.id, entry])),
  );
  return { network: network!, names };
}

function drawWorked(): Drawn {
  const ends = [
    ['x1', 'z1', 'w11'],
    ['x2', 'z1', 'w21'],
    ['x1', 'z2', 'w12'],
    ['x2', 'z2', 'w22'],
    ['z1', 'y', 'w31'],
    ['z2', 'y', 'w32'],
  ] as const;
  return draw(
    [
      layer('x1', 'input', 1, 0, 'linear'),
      layer('x2', 'input', 1, 1, 'linear'),
      layer('z1', 'dense', 1, 0, 'linear'),
      layer('z2', 'dense', 1, 1, 'linear'),
      layer('y', 'output', 1, 0, 'linear'),
    ],
    ends.map(([source, target]) => join(source, target)),
    [
      ...ends.map(([source, target, name]): [string, string] => [`${source}-${target}.weight`, name]),
      ['z1.bias', 'b1'],
      ['z2.bias', 'b2'],
      ['y.bias', 'b3'],
    ],
  );
}

function drawMlp(activation: string): Drawn {
  return draw(
    [
      layer('x', 'input', 2, 0, 'linear'),
      layer('l1', 'dense', 3, 0, activationNames[activation]!),
      layer('l2', 'output', 2, 0, 'linear'),
    ],
    [join('x', 'l1'), join('l1', 'l2')],
    [
      ['x-l1.weight', 'l1.weight'],
      ['l1.bias', 'l1.bias'],
      ['l1-l2.weight', 'l2.weight'],
      ['l2.bias', 'l2.bias'],
    ],
  );
}

function drawGraph({ nodes, edges }: Golden): Drawn {
  return draw(
    nodes!.map(({ id, kind, act }, i) =>
      layer(id, kind === 'input' ? 'input' : id === 'y' ? 'output' : 'dense', 1, i, activationNames[act ?? 'linear']!),
    ),
    edges!.map(([source, target]) => join(source, target)),
    [
      ...edges!.map(([source, target]): [string, string] => [`${source}-${target}.weight`, `${source}->${target}`]),
      ...nodes!.filter(({ kind }) => kind !== 'input').map(({ id }): [string, string] => [`${id}.bias`, `b:${id}`]),
    ],
  );
}

function dataOf(golden: Golden, lossName: string, outputs: number): PreparedData {
  const rows = golden.inputs.length;
  const targets = Array.isArray(golden.targets)
    ? (golden.targets as Nested)
    : (golden.targets as Record<string, Nested>)[lossName]!;
  let targetValues = flat(targets);
  if (lossName === 'ce') {
    targetValues = targetValues.flatMap((wanted) => Array.from({ length: outputs }, (_, i) => (i === wanted ? 1 : 0)));
  }
  const feature = (name: string): { name: string; mean: number; deviation: number } => ({
    name,
    mean: 0,
    deviation: 1,
  });
  return {
    task: lossName === 'ce' ? 'classes' : lossName === 'bce' ? 'binary' : 'regression',
    inputs: golden.inputs[0]!.map((_, i) => feature(`x${i}`)),
    targets: Array.from({ length: outputs }, (_, i) => feature(`y${i}`)),
    inputValues: Float64Array.from(flat(golden.inputs)),
    targetValues: Float64Array.from(targetValues),
    trainingRows: Uint32Array.from({ length: rows }, (_, i) => i),
    validationRows: new Uint32Array(0),
    testRows: new Uint32Array(0),
    tableRows: new Uint32Array(0),
    droppedRows: 0,
  };
}

const worstOf = (ours: ArrayLike<number>, golden: readonly number[]): number =>
  golden.reduce((worst, value, i) => Math.max(worst, Math.abs(value - ours[i]!)), 0);

function compare(golden: Golden, { network, names }: Drawn, example: GoldenCase): void {
  const data = dataOf(golden, example.loss_name, network.outputCount);
  const parameters = Object.fromEntries(
    names.map(([ours, name]) => [ours, Float64Array.from(flat(golden.init[name]!))]),
  );
  const loss = losses[lossNames[example.loss_name]!];
  const rows = golden.inputs.length;

  const plan = new Plan(network.graph, {
    largestBatch: rows,
    objective: { kind: 'rows', loss },
    learning: { slots: [], rule: { of: loss, run: () => undefined } },
  });
  plan.setParameters(parameters);
  plan.setInputs(data.inputValues, rows);
  plan.targets.set(data.targetValues);
  plan.runThrough('forward', 'backward');
  for (const { id } of network.layers) {
    const expected =
      example.forward[id] ?? example.forward[id.replace('l', 'a')] ?? example.forward[id.replace('l', 'z')];
    if (expected !== undefined) expect(worstOf(plan.dataOf(id), flat(expected)), id).toBeLessThan(1e-10);
  }
  expect(plan.loss).toBeCloseTo(example.loss, 10);
  for (const [ours, name] of names) {
    expect(worstOf(plan.parameters.get(ours)!.gradient!, flat(example.grad[name]!)), name).toBeLessThan(1e-10);
  }

  for (const [optimizerName, snapshots] of Object.entries(example.after)) {
    const { name: optimizer, settings: optimizerSettings } = optimizerNamed(golden.torch_optim[optimizerName]!)!;
    const settings: TrainingSettings = {
      optimizer,
      optimizerSettings,
      loss: lossNames[example.loss_name]!,
      initializer: 'zeros',
      batchSize: rows,
      seed: 0,
      ...plainSteps,
    };
    const trainer = new Trainer({ network, data, settings, parameters, position: null });
    const tolerance = optimizerName === 'rmsprop_cent' ? 1e-8 : 1e-9; // a difference of near equals under a root
    for (const [step, { params, state }] of Object.entries(snapshots)) {
      trainer.steps(Number(step) - trainer.stepsDone);
      const { moments } = trainer.position;
      for (const [ours, name] of names) {
        const label = `${optimizerName} step ${step} ${name}`;
        expect(worstOf(trainer.parameters[ours]!, flat(params[name]!)), label).toBeLessThan(tolerance);
        for (const [slot, values] of Object.entries(state?.[name] ?? {})) {
          const kept = slotNamed(slot);
          if (kept === null) expect(slot).toBe('step');
          else expect(worstOf(moments[`${kept}/${ours}`]!, flat(values)), `${label} ${slot}`).toBeLessThan(tolerance);
        }
      }
    }
  }
}

test('the worked network equals PyTorch under 12 optimizers', () => {
  const golden = read('linear_2_2_1');
  compare(golden, drawWorked(), golden);
});

test('a sparse graph with skip connections equals PyTorch', () => {
  const golden = read('dag_skip');
  compare(golden, drawGraph(golden), golden);
});

describe('a 2-3-2 network equals PyTorch under 12 optimizers', () => {
  const golden = read('mlp_2_3_2');
  test.each(golden.cases!.map((example) => [`${example.activation} with ${example.loss_name}`, example] as const))(
    '%s',
    (_, example) => compare(golden, drawMlp(example.activation!), example),
  );
});
