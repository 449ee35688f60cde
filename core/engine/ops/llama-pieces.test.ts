/** RMSNorm, SwiGLU and rotary positions against values made from their formulas: fixtures/by-hand/llama-pieces.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Layer } from '../../document/document.ts';
import { feedForward } from '../../nn/layers/feed-forward.ts';
import { normalisation } from '../../nn/layers/normalisation.ts';
import type { LossFunction } from '../kernels/reference/loss.ts';
import type { GraphNode } from '../graph.ts';
import { Plan } from '../plan.ts';
import { add } from './combine.ts';
import { input } from './input.ts';
import { rotary } from './rotary.ts';

type Nested = number | readonly Nested[];
interface Golden {
  readonly operands: Readonly<Record<string, Nested>>;
  readonly y: Nested;
  readonly upstream: Nested;
  readonly gradients: Readonly<Record<string, Nested>>;
}

const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/by-hand/llama-pieces.json', import.meta.url), 'utf8'),
) as Record<string, Golden>;
const flat = (value: Nested): number[] => (typeof value === 'number' ? [value] : value.flatMap(flat));
const shapeOf = (value: Nested): number[] => (typeof value === 'number' ? [] : [value.length, ...shapeOf(value[0]!)]);

/** Σ output · target, whose gradient is the upstream gradient given as targets. */
const dotProduct: LossFunction = {
  forward: (outputs, targets, rows, columns) => {
    let total = 0;
    for (let i = 0; i < rows * columns; i++) total += outputs[i]! * targets[i]!;
    return total;
  },
  backward: (_outputs, targets, rows, columns, gradient) => {
    for (let i = 0; i < rows * columns; i++) gradient[i] = targets[i]!;
  },
};

const alone = { tokens: null, embedding: null, place: null };
const layer = (kind: Layer['kind'], size: number, settings: Record<string, number>): Layer => ({
  ...{ id: 'y', kind, name: 'y', x: 0, y: 0, size, activation: 'linear', hasBias: false },
  settings,
});
const from = [{ source: 'x', weight: '' }];

const cases: readonly [string, readonly GraphNode[], Readonly<Record<string, string>>][] = [
  [
    'rmsNorm',
    normalisation.lower(layer('normalisation', 8, { form: 1 }), from, (name) => name, alone),
    { scale: 'weight' },
  ],
  [
    'swiglu',
    feedForward.lower(layer('feedForward', 4, { hidden: 6, form: 3 }), from, (name) => name, alone),
    { gate: 'gateWeight', inner: 'innerWeight', out: 'outWeight' },
  ],
  ['rotary', [rotary('y', { source: 'x', heads: 2, place: null })], {}],
];

describe.each(cases)('%s', (name, nodes, parameterOf) => {
  const { operands, y, upstream, gradients } = golden[name]!;
  const idOf = (operand: string): string => parameterOf[operand] ?? operand;
  const [positions, width] = shapeOf(operands['x']!) as [number, number];
  const zeros = input('zero', width, positions);
  const plan = new Plan(
    {
      nodes: [zeros, add('x', { value: 'zero' }, { parameter: 'x' }), ...nodes],
      inputs: ['zero'],
      outputs: ['y'],
      parameters: Object.entries(operands).map(([id, value]) => ({ id: idOf(id), shape: shapeOf(value), mask: null })),
    },
    {
      largestBatch: 1,
      objective: { kind: 'rows', loss: dotProduct },
      learning: { slots: [], rule: { of: dotProduct, run: () => undefined } },
    },
  );
  plan.setParameters(
    Object.fromEntries(Object.entries(operands).map(([id, value]) => [idOf(id), Float64Array.from(flat(value))])),
  );
  plan.targets.set(flat(upstream));
  plan.runThrough('forward', 'backward');

  const expectEqual = (ours: ArrayLike<number>, wanted: Nested): void => {
    flat(wanted).forEach((value, i) =>
      expect(Math.abs(ours[i]! - value)).toBeLessThan(1e-13 * Math.max(1, Math.abs(value))),
    );
  };

  test('gives the values of its formula', () => expectEqual(plan.dataOf('y'), y));
  test.each(Object.keys(operands))('and the gradient of %s', (operand) => {
    expectEqual(plan.parameters.get(idOf(operand))!.gradient!, gradients[operand]!);
  });
});
