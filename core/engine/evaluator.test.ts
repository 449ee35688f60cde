import { describe, expect, test } from 'vitest';
import { dense } from '../nn/layers/dense.ts';
import type { Layer } from '../document/document.ts';
import { Evaluator } from './evaluator.ts';
import type { Graph } from './graph.ts';
import { input } from './ops/input.ts';

const alone = { tokens: null, embedding: null, place: null };
const tanhLayer: Layer = { id: 'h', kind: 'dense', name: 'h', x: 0, y: 0, size: 2, activation: 'tanh', hasBias: true };
const outputLayer: Layer = { ...tanhLayer, id: 'y', size: 1, activation: 'linear' };

/** x (2) -> h (2, tanh) -> y (1, linear), y also straight from x; the edge x2 -> h1 is not drawn. */
const graph: Graph = {
  nodes: [
    input('x', 2),
    ...dense.lower(tanhLayer, [{ source: 'x', weight: 'xh' }], (name) => `h.${name}`, alone),
    ...dense.lower(
      outputLayer,
      [
        { source: 'h', weight: 'hy' },
        { source: 'x', weight: 'xy' },
      ],
      (name) => `y.${name}`,
      alone,
    ),
  ],
  inputs: ['x'],
  outputs: ['y', 'h'],
  parameters: [
    { id: 'xh', shape: [2, 2], mask: Uint8Array.of(1, 0, 1, 1) },
    { id: 'h.bias', shape: [2], mask: null },
    { id: 'hy', shape: [1, 2], mask: null },
    { id: 'xy', shape: [1, 2], mask: null },
    { id: 'y.bias', shape: [1], mask: null },
  ],
};
const parameters = {
  xh: Float64Array.of(0.5, 99, -1, 2),
  'h.bias': Float64Array.of(0.1, 0.2),
  hy: Float64Array.of(3, -1),
  xy: Float64Array.of(0.25, -0.5),
  'y.bias': Float64Array.of(1),
};

describe('running forward', () => {
  const evaluator = new Evaluator({ graph }, 3);
  evaluator.run(parameters, Float64Array.of(7, 7, 2, 4, 1, -1), 2, 1);

  test('starts at the row asked for, and shows inputs as the input layer’s activations', () => {
    expect([...evaluator.activationsOf('x').subarray(0, 4)]).toEqual([2, 4, 1, -1]);
  });

  test('leaves out undrawn edges whatever their weight says', () => {
    const [first, second] = evaluator.preActivationsOf('h');
    expect(first).toBe(2 * 0.5 + 0.1);
    expect(second).toBeCloseTo(2 * -1 + 4 * 2 + 0.2, 14);
  });

  test('sums every connection and the bias, and joins the outputs side by side', () => {
    const a = [Math.tanh(1.1), Math.tanh(6.2)] as const;
    expect([...evaluator.outputs.subarray(0, 3)]).toEqual([
      expect.closeTo(1 + 3 * a[0] - a[1] + 0.25 * 2 - 0.5 * 4, 14),
      expect.closeTo(a[0], 14),
      expect.closeTo(a[1], 14),
    ]);
  });

  test('gives a linear layer the same numbers before and after', () => {
    expect(evaluator.preActivationsOf('y')).toBe(evaluator.activationsOf('y'));
  });
});

describe('broken promises are told apart from results', () => {
  test('a parameter of another size', () => {
    const wrong = { ...parameters, hy: new Float64Array(3) };
    expect(() => new Evaluator({ graph }, 1).run(wrong, new Float64Array(2), 1)).toThrow('hy has 3 values, not 2');
  });

  test('more rows than there is room for', () => {
    expect(() => new Evaluator({ graph }, 1).run(parameters, new Float64Array(4), 2)).toThrow('2 rows do not fit');
  });

  test('a weight that cannot join its layers', () => {
    const bent = graph.parameters.map((entry) => (entry.id === 'xy' ? { ...entry, shape: [1, 3] } : entry));
    expect(() => new Evaluator({ graph: { ...graph, parameters: bent } }, 1)).toThrow(
      'a weight of 1 x 3 cannot join 2 inputs to 1 outputs; it must be 1 x 2',
    );
  });
});
