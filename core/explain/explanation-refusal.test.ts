import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import type { Connection, Layer } from '../document/document.ts';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { Explanation } from './chain-rule.ts';
import { explanationRefusal } from './explanation-refusal.ts';

/** x -> before -> f (a feed-forward block, which is not written out) -> after -> y */
function draw() {
  const layer = (id: string, kind: Layer['kind'], x: number): Layer => ({
    ...{ id, kind, name: id, x, y: 0, size: 2, activation: 'linear', hasBias: kind === 'dense' },
    ...(kind === 'feedForward' && { settings: { hidden: 4 } }),
  });
  const kinds = { x: 'input', before: 'dense', f: 'feedForward', after: 'dense', y: 'output' } as const;
  const layers = Object.fromEntries(Object.entries(kinds).map(([id, kind], i) => [id, layer(id, kind, 10 * i)]));
  const names = Object.keys(kinds);
  const connections = names.slice(1).map((target, i): [string, Connection] => {
    const source = names[i]!;
    return [`${source}-${target}`, { id: `${source}-${target}`, source, target, mask: null }];
  });
  return compileNetwork(layers, Object.fromEntries(connections)).network!;
}

describe('a block whose chain rule is not written out', () => {
  const network = draw();

  test('refuses by name the parameters before it and its own, not those after it', () => {
    const refusal = (id: string) => explanationRefusal(network, 1, { id, index: 0 });
    expect(refusal('x-before.weight')).toBe(
      'The way from this parameter to the loss leads through "f", whose chain rule is not written out. It is for neurons, softmax, add and normalisation.',
    );
    expect(refusal('f.outWeight')).toBe(
      '"f" is no layer of neurons, so the chain rule of its parameters is not written out.',
    );
    expect(refusal('f-after.weight')).toBeNull();
    expect(refusal('after-y.weight')).toBeNull();
    expect(refusal('after.bias')).toBeNull();
  });

  test('leaves the parameters after it explained, to the engine’s own gradient', () => {
    const parameters = Object.fromEntries(
      network.parameters.map(({ id, shape }) => [
        id,
        Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 0.1 * (i + 1)),
      ]),
    );
    const examples = { rows: 1, inputs: Float64Array.of(1, -0.5), targets: Float64Array.of(0, 0) };
    const explanation = new Explanation(network, parameters, examples, meanSquaredError);
    const lossAt = (bias: number): number => {
      const moved = { ...parameters, 'after.bias': parameters['after.bias']!.with(0, bias) };
      return new Explanation(network, moved, examples, meanSquaredError).loss;
    };
    const h = 1e-6;
    const slope = (lossAt(0.1 + h) - lossAt(0.1 - h)) / (2 * h);
    expect(explanation.of({ id: 'after.bias', index: 0 }).gradient).toBeCloseTo(slope, 7);
    expect(() => explanation.of({ id: 'x-before.weight', index: 0 })).toThrow('is not written out');
  });
});

test('a language model is refused with the reason, whatever the parameter', () => {
  const drawn = languagePresets['gpt-sentences'].draw(29);
  const network = compileNetwork(drawn.layers, drawn.connections).network!;
  expect(explanationRefusal(network, 1, null)).toContain('it leads over every position of the text');
});
