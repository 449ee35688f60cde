import { expect, test } from 'vitest';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { autoLayout } from './auto-layout.ts';
import { layerBox, overlaps } from './geometry.ts';
import { listEdges } from './edge-list.ts';

const drawn = languagePresets['gpt-char-small'].draw(65);
const places = autoLayout(drawn.layers, drawn.connections);
const at = (name: string) => places.get(Object.values(drawn.layers).find((layer) => layer.name === name)!.id)!;

test('a language model is tidied into rows: what leads in, one for each block, what reads', () => {
  expect(new Set(['tokens', 'embedding', 'positions'].map((name) => at(name).y)).size).toBe(1);
  const lines = [1, 2, 3, 4].map((block) => at(`add ${block}a`).y);
  expect([1, 2, 3, 4].map((block) => at(`add ${block}b`).y)).toEqual(lines);
  expect([...lines].sort((a, b) => a - b)).toEqual(lines);
  expect(at('attention 2').y).toBeLessThan(lines[1]!);
  expect(at('attention 2').y).toBeGreaterThan(lines[0]!);
  expect(at('final norm').y).toBeGreaterThan(lines[3]!);
});

test('nothing overlaps, in the tidied drawing and in the preset', () => {
  const tidied = Object.values(drawn.layers).map((layer) => ({ ...layer, ...places.get(layer.id)! }));
  for (const layers of [tidied, Object.values(drawn.layers)]) {
    const boxes = layers.map(layerBox);
    const pairs = boxes.flatMap((box, i) => boxes.slice(i + 1).map((other) => [box, other] as const));
    expect(pairs.filter(([a, b]) => overlaps(a, b))).toEqual([]);
  }
});

test('the way around each half of a block is the stream, and nothing else is', () => {
  const { wires, count } = listEdges(drawn.layers, drawn.connections);
  expect(count).toBe(0);
  const streams = wires
    .filter(({ isStream }) => isStream)
    .map(({ source, target }) => `${source.name} → ${target.name}`);
  expect(streams).toEqual([
    'positions → add 1a',
    'add 1a → add 1b',
    'add 1b → add 2a',
    'add 2a → add 2b',
    'add 2b → add 3a',
    'add 3a → add 3b',
    'add 3b → add 4a',
    'add 4a → add 4b',
  ]);
});
