import { describe, expect, test } from 'vitest';
import { addLayer } from '../document/commands/add-layer.ts';
import { isRefusal, type CommandResult } from '../document/commands/command.ts';
import { connect } from '../document/commands/connect.ts';
import { setLayerSetting } from '../document/commands/layer-settings.ts';
import { remove } from '../document/commands/remove.ts';
import { resizeLayer } from '../document/commands/resize-layer.ts';
import { apply } from '../document/change.ts';
import { inconsistencies } from '../document/consistency.ts';
import type { Layer, NetworkDocument } from '../document/document.ts';
import { drawTransformer } from '../presets/language/transformer.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { compileNetwork } from './compile.ts';
import { initialParameters } from './initial-parameters.ts';

const drawing = drawTransformer({
  vocabulary: 9,
  context: 4,
  layers: 1,
  heads: 2,
  width: 8,
  feedForward: { hidden: 16, form: 'SwiGLU' },
  normalisation: { form: 'RMSNorm', hasWeights: true, around: 'last' },
  positions: 'rotary',
  sees: 'earlier positions',
  hasBias: true,
  isTied: true,
  dropout: 0,
});
const { network } = compileNetwork(drawing.layers, drawing.connections);
const whole: NetworkDocument = {
  ...presets.worked.make(),
  ...drawing,
  parameters: initialParameters(network!, 'gpt2', 1),
  labels: {},
};
const named = (name: string): Layer => Object.values(whole.layers).find((layer) => layer.name === name)!;
const random = Random.fromSeed(2);

function done(document: NetworkDocument, result: CommandResult): NetworkDocument {
  if (isRefusal(result)) throw new Error(result.message);
  const after = apply(document, result.changes);
  expect(inconsistencies(after)).toEqual([]);
  return after;
}

/** Problems of the transformer with some layers changed. */
function problems(changes: Readonly<Record<string, Partial<Layer>>>): string[] {
  const layers = { ...whole.layers };
  for (const [name, change] of Object.entries(changes)) layers[named(name).id] = { ...named(name), ...change };
  return compileNetwork(layers, whole.connections).problems.map(({ message }) => message);
}

describe('a drawing of a language model says where it does not fit', () => {
  test('a width, with both names', () => {
    expect(problems({ 'norm 1a': { size: 6 } })).toContain(
      '"norm 1a" expects 6 but "embedding" gives 8. Make both the same size.',
    );
  });
  test('heads that do not share the width', () => {
    expect(problems({ 'attention 1': { settings: { heads: 3, positions: 0 } } })).toEqual([
      '"attention 1" is 8 wide and has 3 heads; each needs an equal share of it. Change the size or the heads.',
    ]);
  });
  test('an odd share where positions are rotary', () => {
    expect(problems({ 'attention 1': { settings: { heads: 8, positions: 1 } } })[0]).toContain('a multiple of 16');
  });
  test('a head of another vocabulary', () => {
    expect(problems({ head: { size: 10 } })[0]).toBe('"head" scores 10 tokens but "tokens" has 9. Set its size to 9.');
  });
  test('a setting out of range', () => {
    expect(problems({ tokens: { settings: { context: 0 } } })[0]).toBe(
      '"tokens": Context must be from 1 to 4096, not 0.',
    );
  });
  test('a missing wire', () => {
    const cut = done(whole, remove(whole, [named('norm 1a').id], new Map()));
    expect(compileNetwork(cut.layers, cut.connections).problems.map(({ message }) => message)).toEqual([
      '"attention 1" takes the values of one layer, and none are connected. Connect what is missing.',
    ]);
  });
});

describe('editing a language model keeps its tensors in step', () => {
  test('a longer context gives the positions more rows, another activation the gate', () => {
    const learned = done(whole, addLayer(whole, { kind: 'positions', size: 8, x: 0, y: 0 }));
    const added = Object.keys(learned.layers).find((id) => !whole.layers[id])!;
    const longer = done(learned, setLayerSetting(learned, named('tokens').id, 'context', 7, random));
    expect(longer.parameters[`${added}.weight`]).toHaveLength(7 * 8);
    const feedForward = named('feed-forward 1').id;
    const plain = done(whole, setLayerSetting(whole, feedForward, 'form', 0, random));
    expect(whole.parameters[`${feedForward}.gateWeight`]).toHaveLength(16 * 8);
    expect(plain.parameters[`${feedForward}.gateWeight`]).toBeUndefined();
    expect(plain.parameters[`${feedForward}.innerWeight`]).toBe(whole.parameters[`${feedForward}.innerWeight`]);
  });
  test('a larger vocabulary gives the embedding more rows', () => {
    const larger = done(whole, resizeLayer(whole, named('tokens').id, 12, random));
    expect(larger.parameters[`${named('embedding').id}.weight`]).toHaveLength(12 * 8);
  });
  test('a wire has no weights, and a second one between the same layers is refused', () => {
    const added = done(whole, addLayer(whole, { kind: 'normalisation', size: 8, x: 0, y: 0 }));
    const id = Object.keys(added.layers).find((layer) => !whole.layers[layer])!;
    const ends = [
      { layer: named('embedding').id, unit: null },
      { layer: id, unit: null },
    ] as const;
    const joined = done(added, connect(added, ...ends, random));
    expect(Object.keys(joined.parameters)).toEqual(Object.keys(added.parameters));
    expect(isRefusal(connect(joined, ...ends, random))).toBe(true);
  });
});
