import { expect, test } from 'vitest';
import type { Connection, Layer } from '../document/document.ts';
import { compileNetwork, type Network } from './compile.ts';
import { initialParameters } from './initial-parameters.ts';

function draw(hidden: readonly string[], mask: Uint8Array | null = null, shift = 0): Network {
  const layer = (id: string, kind: Layer['kind'], size: number, x: number): Layer => ({
    id,
    kind,
    name: id,
    x,
    y: shift * size,
    size,
    activation: 'linear',
    hasBias: kind !== 'input',
  });
  const layers = [
    layer('x', 'input', 2, 0),
    ...hidden.map((id) => layer(id, 'dense', 3, 1)),
    layer('y', 'output', 1, 2),
  ];
  const connections = hidden.flatMap((id): Connection[] => [
    { id: `x>${id}`, source: 'x', target: id, mask },
    { id: `${id}>y`, source: id, target: 'y', mask: null },
  ]);
  return compileNetwork(
    Object.fromEntries(layers.map((entry) => [entry.id, entry])),
    Object.fromEntries(connections.map((entry) => [entry.id, entry])),
  ).network!;
}

test('the same seed gives the same values, another seed others', () => {
  const values = initialParameters(draw(['h']), 'xavierUniform', 3);
  expect(initialParameters(draw(['h']), 'xavierUniform', 3)).toEqual(values);
  expect(initialParameters(draw(['h']), 'xavierUniform', 4)).not.toEqual(values);
});

test('biases and undrawn edges start at exactly 0, drawn edges do not', () => {
  const values = initialParameters(draw(['h'], Uint8Array.of(1, 0, 1, 1, 0, 1)), 'normal', 3);
  expect([...values['h.bias']!, ...values['y.bias']!]).toEqual([0, 0, 0, 0]);
  expect([...values['x>h.weight']!].map((value) => value === 0)).toEqual([false, true, false, false, true, false]);
});

test('two layers side by side do not start alike', () => {
  const values = initialParameters(draw(['h1', 'h2']), 'normal', 3);
  expect(values['x>h1.weight']).not.toEqual(values['x>h2.weight']);
});

test('neither moving a layer nor adding one changes what the others start from', () => {
  const values = initialParameters(draw(['h1']), 'normal', 3);
  expect(initialParameters(draw(['h1'], null, -40), 'normal', 3)).toEqual(values);
  expect(initialParameters(draw(['h0', 'h1']), 'normal', 3)['x>h1.weight']).toEqual(values['x>h1.weight']);
});

test('Xavier counts the edges that are drawn: with half of them the limit grows from √(6/5) to √(6/2.5)', () => {
  const mask = Uint8Array.of(1, 0, 1, 0, 0, 1);
  const full = initialParameters(draw(['h']), 'xavierUniform', 3)['x>h.weight']!; // 2 reach each unit, 3 leave each
  const half = initialParameters(draw(['h'], mask), 'xavierUniform', 3)['x>h.weight']!;
  expect(half[0]! / full[0]!).toBeCloseTo(Math.sqrt(2), 12);
});
