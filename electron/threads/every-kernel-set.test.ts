/**
 * What holds whatever computes a run: held entries keep their bits, a run that was stopped and taken up again has the bits of one
 * that was not, and a step that leaves the finite numbers is refused. With 1, 2 and 4 threads.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compileNetwork, type Network } from '../../core/compile/compile.ts';
import { initialParameters } from '../../core/compile/initial-parameters.ts';
import type { PreparedData } from '../../core/data/data-settings.ts';
import { unconstrained } from '../../core/document/constraints.ts';
import {
  plainSteps,
  type Constraints,
  type Layer,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../../core/document/document.ts';
import type { KernelSet } from '../../core/engine/kernels/kernels.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { Control } from '../../core/engine/kernels/wasm/control.ts';
import { createWasmKernels, type WasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import type { Optimizer } from '../../core/optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../../core/optim/optimizers/registry.ts';
import { initialSettings } from '../../core/settings/field.ts';
import { Random } from '../../core/tensor/random.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { loadKernels, loadModule } from './load-kernels.ts';
import { instantiate } from './wasm-module.ts';

const folder = new URL('../../out/kernels/', import.meta.url);
const files = { folder, thread: new URL('kernel-thread.js', folder) };
const STEPS = 6;
const ROWS = 23;

const threaded = new Map<number, WasmKernels>();
beforeAll(async () => {
  for (const threads of [1, 2, 4]) threaded.set(threads, loadKernels({ threads, files, dividesAlways: true }));
  await vi.waitUntil(() => [...threaded.values()].every((kernels) => kernels.isReady()), { timeout: 20_000 });
});
afterAll(() => threaded.forEach((kernels) => kernels.release()));

interface Way {
  readonly kernels: () => KernelSet;
  readonly run: (trainer: Trainer, count: number) => void;
  readonly optimizers: readonly OptimizerName[];
}
const all = Object.keys(optimizers) as OptimizerName[];
const oneByOne = (trainer: Trainer, count: number): void => {
  for (let i = 0; i < count; i++) trainer.step();
};
/** Some with a loop in the module, some without: more would take long where threads outnumber the processors. */
const some: readonly OptimizerName[] = ['adamw', 'rmsprop'];
const simd = (threads: number): Way => ({
  kernels: () => threaded.get(threads)!,
  run: oneByOne,
  optimizers: threads === 1 ? all : some,
});
const ways: Readonly<Record<string, Way>> = {
  'portable float64': { kernels: () => portable64, run: oneByOne, optimizers: all },
  'generated code': { kernels: () => portable64, run: (trainer, count) => trainer.steps(count), optimizers: all },
  'portable float32': { kernels: () => portable32, run: oneByOne, optimizers: all },
  'SIMD, 1 thread': simd(1),
  'SIMD, 2 threads': simd(2),
  'SIMD, 4 threads': simd(4),
};

/** x -> h -> y, and x -> y past it; every third edge into h is not drawn. */
function draw(inputs: number, hidden: number, outputs: number): Network {
  const layer = (id: string, kind: Layer['kind'], size: number, x: number): Layer => {
    const activation = kind === 'dense' ? 'tanh' : 'linear';
    return { id, kind, name: id, x, y: 0, size, activation, hasBias: kind !== 'input' };
  };
  const mask = Uint8Array.from({ length: inputs * hidden }, (_, i) => (i % 3 === 0 ? 0 : 1));
  const { network } = compileNetwork(
    { x: layer('x', 'input', inputs, 0), h: layer('h', 'dense', hidden, 1), y: layer('y', 'output', outputs, 2) },
    {
      first: { id: 'first', source: 'x', target: 'h', mask },
      second: { id: 'second', source: 'h', target: 'y', mask: null },
      past: { id: 'past', source: 'x', target: 'y', mask: null },
    },
  );
  return network!;
}

function dataFor({ inputCount, outputCount }: Network): PreparedData {
  const random = Random.fromSeed(4);
  const normals = (count: number) => Float64Array.from({ length: count }, () => Math.fround(random.normal()));
  const columns = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `${i}`, mean: 0, deviation: 1 }));
  return {
    task: 'regression',
    inputs: columns(inputCount),
    targets: columns(outputCount),
    inputValues: normals(ROWS * inputCount),
    targetValues: normals(ROWS * outputCount),
    trainingRows: Uint32Array.from({ length: ROWS }, (_, i) => i),
    validationRows: new Uint32Array(0),
    testRows: new Uint32Array(0),
    tableRows: new Uint32Array(0),
    droppedRows: 0,
  };
}

function settingsOf(optimizer: OptimizerName, changes: Table<number> = {}): TrainingSettings {
  const { fields }: Optimizer = optimizers[optimizer];
  return {
    ...plainSteps,
    loss: 'meanSquaredError',
    optimizer,
    optimizerSettings: { ...initialSettings(fields), weightDecay: 0.1, l1: 0.01, ...changes },
    initializer: 'xavierUniform',
    batchSize: 5,
    seed: 3,
    clipNorm: 0,
  };
}

const small = draw(3, 5, 2);
/** Beyond what is copied before each update, and wide enough to be shared by four threads. */
const large = draw(60, 250, 40);

const free = { frozen: null, minimum: null, maximum: null };

interface Given {
  readonly constraints?: Constraints;
  readonly from?: { readonly parameters: Table<Float64Array>; readonly position: RunPosition };
}

function trainer(
  network: Network,
  way: Way,
  settings: TrainingSettings,
  { constraints = unconstrained, from }: Given = {},
): Trainer {
  const parameters = from?.parameters ?? startOf(network);
  const position = from?.position ?? null;
  const data = dataFor(network);
  return new Trainer({ network, data, settings, parameters, position, constraints, kernelsFor: way.kernels });
}

/** Numbers that float32 holds exactly. */
const startOf = (network: Network): Table<Float64Array> =>
  Object.fromEntries(
    Object.entries(initialParameters(network, 'normal', 2)).map(([id, values]) => [id, values.map(Math.fround)]),
  );

describe.each(Object.entries(ways))('%s', (name, way) => {
  test.each(way.optimizers)('entries that are held keep their bits under %s with decay and L1', (optimizer) => {
    const start = startOf(small);
    const frozen = (values: Float64Array) => Uint8Array.from(values, (_, i) => 1 - (i % 2));
    const held = Object.entries(start).map(([id, values]) => [id, { ...free, frozen: frozen(values) }]);
    const constraints = { constraints: Object.fromEntries(held) as Constraints['constraints'], ties: {} };
    const training = trainer(small, way, settingsOf(optimizer), { constraints });
    way.run(training, STEPS);
    const moved = (id: string): number[] =>
      [...training.parameters[id]!].flatMap((value, i) => (Object.is(value, start[id]![i]) ? [] : [i]));
    for (const { id } of small.parameters) expect(moved(id).filter((i) => i % 2 === 0)).toEqual([]);
    expect(moved('second.weight')).toEqual([1, 3, 5, 7, 9]);
  });

  test.each(way.optimizers)('a run with %s that was stopped and taken up again has the same bits', (optimizer) => {
    for (const network of name.startsWith('SIMD') ? [small, large] : [small]) {
      const settings = settingsOf(optimizer);
      const whole = trainer(network, way, settings);
      way.run(whole, STEPS);
      const first = trainer(network, way, settings);
      way.run(first, 2);
      const { parameters, position } = first;
      const second = trainer(network, way, settings, { from: { parameters, position } });
      way.run(second, STEPS - 2);
      expect(fingerprint(second.parameters)).toBe(fingerprint(whole.parameters));
      expect(second.position).toEqual(whole.position);
    }
  });

  test('a step that leaves the finite numbers is refused, named, and leaves all as it was', () => {
    for (const network of name.startsWith('SIMD') ? [small, large] : [small]) {
      const training = trainer(network, way, settingsOf('sgd', { learningRate: 1e6 }));
      let before = fingerprint({});
      const go = (): void => {
        for (;;) {
          before = fingerprint({ ...training.parameters, ...training.position.moments });
          training.step();
        }
      };
      expect(go).toThrow(
        /^(Loss|The gradient of .+|.+) became .+ at step \d+ .+\. Training paused; the parameters of step/,
      );
      expect(fingerprint({ ...training.parameters, ...training.position.moments })).toBe(before);
      expect(training.phase).toBe('ready');
    }
  });
});

/** y = second · (first · x), linear, with numbers that float32 holds while their products do not. */
describe.each(Object.entries(ways).filter(([name]) => name === 'portable float32' || name.startsWith('SIMD')))(
  'on %s a gradient that overflows is refused, and the first tensor is named with the op behind it:',
  (_name, way) => {
    const layer = (id: string, kind: Layer['kind'], x: number): Layer => ({
      ...{ id, kind, name: id, x, y: 0, size: 1 },
      ...{ activation: 'linear', hasBias: false },
    });
    const { network } = compileNetwork(
      { x: layer('x', 'input', 0), h: layer('h', 'dense', 1), y: layer('y', 'output', 2) },
      {
        first: { id: 'first', source: 'x', target: 'h', mask: null },
        second: { id: 'second', source: 'h', target: 'y', mask: null },
      },
    );
    const messageOf = (x: number, first: number, second: number): string => {
      const data = { ...dataFor(network!), inputValues: new Float64Array(ROWS).fill(x) };
      const parameters = { 'first.weight': Float64Array.of(first), 'second.weight': Float64Array.of(second) };
      const settings = { ...settingsOf('sgd', { weightDecay: 0, l1: 0 }), precision: 'float32' as const };
      const training = new Trainer({
        network: network!,
        data,
        settings,
        parameters,
        position: null,
        kernelsFor: way.kernels,
      });
      try {
        training.step();
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing was refused';
    };

    test('of an inner value', () =>
      expect(messageOf(1e-30, 1, 1e38)).toContain(
        ' It began in the gradient of the values of "h", behind the weighted sum of "y". Try',
      ));
    test('of a parameter', () =>
      expect(messageOf(1e38, 1e-33, 1)).toContain(
        'The gradient of a weight from "x" to "h" became infinite at step 1 (learning rate 0.1). Training paused; the parameters of ' +
          'step 0 are kept. It began in the gradient of a weight from "x" to "h", behind the weighted sum of "h". Try',
      ));
  },
);

const printOf = (way: Way, optimizer: OptimizerName): string => {
  const training = trainer(large, way, settingsOf(optimizer));
  oneByOne(training, STEPS);
  return fingerprint({ ...training.parameters, ...training.position.moments });
};

test.each(some)('1, 2 and 4 threads give the same bits with %s', (optimizer) => {
  const prints = [1, 2, 4].map((threads) => printOf(simd(threads), optimizer));
  expect(new Set(prints).size).toBe(1);
});

test('threads that said they can help and never come keep nobody waiting, and change no bit', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1000, shared: true });
  const kernels = createWasmKernels({
    variant: 'nobody helps',
    threads: 3,
    memory,
    run: instantiate(loadModule(folder, false).module, memory),
    startThreads: (control) => [1, 2].forEach(() => new Control(memory.buffer, control).announce()),
    stopThreads: () => undefined,
    dividesAlways: true,
  });
  expect(kernels.isReady()).toBe(true);
  const way: Way = { kernels: () => kernels, run: oneByOne, optimizers: some };
  expect(printOf(way, 'adamw')).toBe(printOf(simd(1), 'adamw'));
});
