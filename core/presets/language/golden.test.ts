/** PyTorch's blocks drawn as presets are, compiled as drawings are: the same numbers as from the ops alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { Plan } from '../../engine/plan.ts';
import { flat, readGolden, type GoldenFile, type Nested } from '../../parity/golden-file.ts';
import { drawTransformer } from './transformer.ts';

const TOLERANCE = 1e-10;

/** Layer and tensor of the drawing, by PyTorch's name. */
const places: Readonly<Record<string, readonly [layer: string, tensor: string]>> = {
  tok_emb: ['embedding', 'weight'],
  pos_emb: ['positions', 'weight'],
  'ln1.weight': ['norm 1a', 'weight'],
  'ln1.bias': ['norm 1a', 'bias'],
  'qkv.weight': ['attention 1', 'qkvWeight'],
  'qkv.bias': ['attention 1', 'qkvBias'],
  'proj.weight': ['attention 1', 'outWeight'],
  'proj.bias': ['attention 1', 'outBias'],
  'ln2.weight': ['norm 1b', 'weight'],
  'ln2.bias': ['norm 1b', 'bias'],
  'fc1.weight': ['feed-forward 1', 'innerWeight'],
  'fc1.bias': ['feed-forward 1', 'innerBias'],
  'fc2.weight': ['feed-forward 1', 'outWeight'],
  'fc2.bias': ['feed-forward 1', 'outBias'],
  'lnf.weight': ['final norm', 'weight'],
  'lnf.bias': ['final norm', 'bias'],
};
const values: Readonly<Record<string, string>> = {
  x0: 'positions',
  ln1: 'norm 1a',
  x1: 'add 1a',
  x2: 'add 1b',
  lnf: 'final norm',
  logits: 'head',
};

function open(name: string): GoldenFile {
  return readGolden(readFileSync(new URL(`../../fixtures/golden/${name}.json`, import.meta.url), 'utf8'), name);
}

function trained(file: GoldenFile) {
  const setting = (key: string): number => Number(file.config![key]);
  const drawing = drawTransformer({
    vocabulary: setting('vocab'),
    context: setting('context'),
    layers: 1,
    heads: setting('heads'),
    width: setting('d_model'),
    feedForward: { hidden: setting('d_ff'), form: file.activation === 'gelu_tanh' ? 'GELU (tanh)' : 'GELU' },
    normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
    positions: 'learned',
    sees: file.causal === true ? 'earlier positions' : 'all positions',
    hasBias: true,
    isTied: true,
    dropout: 0,
  });
  const network = compileNetwork(drawing.layers, drawing.connections).network!;
  const idOf = (layer: string): string => network.layers.find((entry) => entry.layer.name === layer)!.id;
  const inputs = file.inputs as number[][];
  const plan = new Plan(network.graph, {
    largestBatch: inputs.length,
    objective: { kind: 'classes' },
    learning: { slots: [], rule: { of: {}, run: () => undefined } },
  });
  const init = file.init as Record<string, Nested>;
  plan.setParameters(
    Object.fromEntries(
      Object.entries(places).map(([golden, [layer, tensor]]) => [
        `${idOf(layer)}.${tensor}`,
        Float64Array.from(flat(init[golden]!)),
      ]),
    ),
  );
  plan.idsOf(network.text!.input).set(inputs.flat());
  plan.targets.set(flat(file.targets as Nested));
  plan.runThrough('forward', 'backward');
  return { plan, idOf };
}

function expectEqual(ours: ArrayLike<number>, golden: readonly number[]): void {
  expect(ours.length).toBe(golden.length);
  const differences = golden.map((wanted, i) => Math.abs(ours[i]! - wanted) / Math.max(1, Math.abs(wanted)));
  expect(Math.max(...differences)).toBeLessThan(TOLERANCE);
}

describe.each(['gpt_block_gelu_erf', 'gpt_block_gelu_tanh', 'masked_lm_block_gelu_erf'])('%s as a drawing', (name) => {
  const file = open(name);
  const { plan, idOf } = trained(file);

  test('every value that PyTorch names', () => {
    const forward = file.forward as Record<string, Nested>;
    for (const [golden, layer] of Object.entries(values)) expectEqual(plan.dataOf(idOf(layer)), flat(forward[golden]!));
    expectEqual(plan.keptOf(`${idOf('attention 1')}.attended`, 'weights'), flat(forward['attention']!));
    expect(Math.abs(plan.loss - Number(file.loss))).toBeLessThan(TOLERANCE);
  });

  test('the gradient of every parameter', () => {
    const gradients = file.grad as unknown as Record<string, Nested>;
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(places).sort());
    for (const [golden, [layer, tensor]] of Object.entries(places)) {
      expectEqual(plan.parameters.get(`${idOf(layer)}.${tensor}`)!.gradient!, flat(gradients[golden]!));
    }
  });
});
