import { expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { makeLanguageModel } from '../../presets/language/language-preset.ts';
import { languagePresets } from '../../presets/language/registry.ts';
import { Random } from '../../tensor/random.ts';
import { after } from '../fixtures/two-four-one.ts';
import type { NetworkDocument } from '../document.ts';
import { setLayerSetting } from './layer-settings.ts';
import { resizeLayer } from './resize-layer.ts';
import { layersAsWide, resizeWidth } from './resize-width.ts';

const model = makeLanguageModel(languagePresets['gpt-names'], { name: 'three', text: 'ada\nbob\ncarl\n' });
const named = ({ layers }: NetworkDocument, name: string): string =>
  Object.values(layers).find((layer) => layer.name === name)!.id;
const random = (): Random => Random.fromSeed(3);

test('one layer of another width is a problem; the whole model of that width is none', () => {
  const id = named(model, 'attention 1');
  const odd = after(model, resizeLayer(model, id, 24, random()));
  expect(compileNetwork(odd.layers, odd.connections).network).toBeNull();
  const wide = after(odd, resizeWidth(odd, id, 24, random()));
  const { network, problems } = compileNetwork(wide.layers, wide.connections);
  expect(problems).toEqual([]);
  expect(
    network!.parameters.every(
      ({ id: parameter, shape }) => wide.parameters[parameter]!.length === shape.reduce((a, b) => a * b),
    ),
  ).toBe(true);
});

test('all that carries the same vectors is as wide, the text and its scores are not', () => {
  const names = layersAsWide(model, named(model, 'embedding')).map(({ name }) => name);
  expect(names).toHaveLength(9);
  expect(names).not.toContain('tokens');
  expect(names).not.toContain('head');
});

test('a wider model keeps every value that it had: queries stay queries, keys stay keys', () => {
  const id = `${named(model, 'attention 1')}.qkvWeight`;
  const wide = after(model, resizeWidth(model, named(model, 'embedding'), 24, random()));
  const [before, now] = [model.parameters[id]!, wide.parameters[id]!];
  for (const part of [0, 1, 2]) {
    for (const [row, column] of [
      [0, 0],
      [15, 15],
      [7, 3],
    ] as const) {
      expect(now[(part * 24 + row) * 24 + column]).toBe(before[(part * 16 + row) * 16 + column]);
    }
  }
});

test('more hidden units keep those that there were; other heads keep everything', () => {
  const id = named(model, 'feed-forward 1');
  const larger = after(model, setLayerSetting(model, id, 'hidden', 80, random()));
  const out = `${id}.outWeight`;
  expect(larger.parameters[out]).toHaveLength(16 * 80);
  expect(larger.parameters[out]![80 + 5]).toBe(model.parameters[out]![64 + 5]);
  expect(larger.parameters[`${id}.innerWeight`]!.slice(0, 1024)).toEqual(model.parameters[`${id}.innerWeight`]);
  const heads = after(model, setLayerSetting(model, named(model, 'attention 1'), 'heads', 2, random()));
  expect(heads.parameters).toEqual(model.parameters);
});
