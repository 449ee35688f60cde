import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { presets } from '../presets/registry.ts';
import { Evaluator } from './evaluator.ts';
import { SlicedForward } from './sliced-forward.ts';

const document = presets.spirals.make();
const network = compileNetwork(document.layers, document.connections).network!;
const rows = 2500;
const inputs = Float64Array.from({ length: rows * 2 }, (_, i) => ((i * 37) % 101) / 50 - 1);

describe('a forward pass in slices', () => {
  test('gives what one pass over all examples gives, for outputs and hidden layers', () => {
    const [, hidden] = network.layers.map(({ id }) => id).filter((id) => !network.inputLayers.includes(id));
    const sliced = new SlicedForward(network, [hidden!]);
    sliced.begin({ parameters: document.parameters, inputs, rows });
    let slices = 1;
    let result = sliced.advance();
    for (; !result; slices++) result = sliced.advance();
    const whole = new Evaluator(network, rows);
    whole.run(document.parameters, inputs, rows);
    expect(slices).toBeGreaterThan(2);
    expect(sliced.isWorking).toBe(false);
    expect(result.outputs).toEqual(whole.outputs);
    expect(result.activations.get(hidden!)).toEqual(Float64Array.from(whole.activationsOf(hidden!)));
  });

  test('gives up a job when another begins', () => {
    const sliced = new SlicedForward(network);
    sliced.begin({ parameters: document.parameters, inputs, rows });
    sliced.advance();
    sliced.begin({ parameters: document.parameters, inputs: inputs.subarray(0, 4), rows: 2 });
    expect(sliced.advance()?.outputs).toHaveLength(2);
    expect(sliced.advance()).toBeNull();
  });

  test('of no examples is done at once', () => {
    const sliced = new SlicedForward(network);
    sliced.begin({ parameters: document.parameters, inputs: new Float64Array(0), rows: 0 });
    expect(sliced.advance()?.outputs).toHaveLength(0);
  });
});
