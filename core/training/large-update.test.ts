/** Above 16,384 parameters no copy is kept to go back to; nothing may become NaN there where gradients have always been 0. */
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import { plainSteps, type Layer } from '../document/document.ts';
import { trainingSettingsSchema } from '../document/schema.ts';
import type { Precision } from '../engine/kernels/kernels.ts';
import { SMALLEST_EPSILON } from '../optim/optimizers/fields.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { Trainer } from './trainer.ts';

/** 200 · 100 weights between them: more than are copied. */
const [FIRST, SECOND] = [200, 100];

const layer = (id: string, kind: Layer['kind'], size: number, x: number): Layer => {
  return { id, kind, name: id, x, y: 0, size, activation: id === 'h' ? 'relu' : 'linear', hasBias: kind !== 'input' };
};
/** x -> h -> g -> y */
const { network } = compileNetwork(
  {
    x: layer('x', 'input', 1, 0),
    h: layer('h', 'dense', FIRST, 1),
    g: layer('g', 'dense', SECOND, 2),
    y: layer('y', 'output', 1, 3),
  },
  {
    c1: { id: 'c1', source: 'x', target: 'h', mask: null },
    c2: { id: 'c2', source: 'h', target: 'g', mask: null },
    c3: { id: 'c3', source: 'g', target: 'y', mask: null },
  },
);
const column = (name: string) => ({ name, mean: 0, deviation: 1 });

const settingsFor = (optimizer: OptimizerName, epsilon: number, precision: Precision) => {
  const { fields }: Optimizer = optimizers[optimizer];
  const own = initialSettings(fields);
  return {
    ...plainSteps,
    loss: 'meanSquaredError',
    optimizer,
    optimizerSettings: 'epsilon' in own ? { ...own, epsilon } : own,
    initializer: 'xavierUniform',
    batchSize: 1,
    seed: 1,
    precision,
  } as const;
};

describe.each(['float64', 'float32'] as const)('in %s', (precision) => {
  test.each(Object.keys(optimizers) as OptimizerName[])(
    '%s leaves a layer that is switched off finite',
    (optimizer) => {
      const settings = settingsFor(optimizer, SMALLEST_EPSILON, precision);
      const trainer = new Trainer({
        network: network!,
        data: {
          task: 'regression',
          inputs: [column('x')],
          targets: [column('y')],
          inputValues: Float64Array.of(1),
          targetValues: Float64Array.of(1),
          trainingRows: Uint32Array.of(0),
          validationRows: new Uint32Array(0),
          testRows: new Uint32Array(0),
          tableRows: new Uint32Array(0),
          droppedRows: 0,
        },
        settings,
        parameters: {
          ...initialParameters(network!, 'xavierUniform', 1),
          'h.bias': new Float64Array(FIRST).fill(-1000), // below 0 for every example: all gradients into it are 0
        },
        position: null,
      });
      expect(network!.parameterCount).toBeGreaterThan(16_384);
      trainer.steps(3);
      const { moments } = trainer.position;
      for (const [id, values] of Object.entries({ ...trainer.parameters, ...moments }))
        expect(
          values.findIndex((value) => !Number.isFinite(value)),
          id,
        ).toBe(-1);
      expect(trainer.parameters['y.bias']![0]).not.toBe(0);
    },
  );
});

test('an epsilon of 0 is refused wherever settings come from outside', () => {
  const { issues } = v.safeParse(trainingSettingsSchema, settingsFor('adam', 0, 'float64'));
  expect(issues?.[0].message).toBe('Epsilon must be from 1e-12 to 1, not 0.');
});
