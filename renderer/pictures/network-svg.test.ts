import { describe, expect, test } from 'vitest';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { presets } from '../../core/presets/registry.ts';
import { networkSvg, type NetworkPicture } from './network-svg.ts';

const worked = presets.worked.make();
const pictureOf = (change: Partial<NetworkPicture> = {}): NetworkPicture => ({
  title: 'The worked network',
  document: worked,
  weightRange: 1,
  valueRange: 2,
  valuesOf: (layer) => (layer === 'l1' ? Float64Array.of(1.25) : null),
  captionsOf: () => [],
  ...change,
});

describe('the picture of a network', () => {
  test('is the same text every time', () => {
    expect(networkSvg(pictureOf())).toBe(networkSvg(pictureOf()));
    expect(networkSvg(pictureOf())).toMatchSnapshot();
  });

  test('has a curve for each edge, dashed below zero, and every name and value as text', () => {
    const svg = networkSvg(pictureOf());
    expect(svg.match(/<path /g)).toHaveLength(6);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2); // w(2,1) and w(3,2)
    for (const text of ['w(1,1) 0.500', 'b2 −0.200', '>x1<', '>1.25<']) expect(svg).toContain(text);
  });

  test('shows the blocks of a language model with their counts, and the stream as a strong line', () => {
    const drawn = languagePresets['gpt-sentences'].draw(29);
    const svg = networkSvg(pictureOf({ document: { ...worked, ...drawn, parameters: {} } }));
    for (const text of ['>attention 1<', '>4 heads<', '>4\u202f096<', '>+<']) expect(svg).toContain(text);
    expect(svg.match(/stroke-width="4"/g)).toHaveLength(2);
  });

  test('escapes what people wrote', () => {
    const layers = { ...worked.layers, l1: { ...worked.layers['l1']!, name: '<a & "b">' } };
    const svg = networkSvg(pictureOf({ document: { ...worked, layers }, title: 'a < b' }));
    expect(svg).toContain('&lt;a &amp; &quot;b&quot;&gt;');
    expect(svg).toContain('<title>a &lt; b</title>');
  });

  test('draws thousands of edges as bands', () => {
    const digits = presets.digits.make();
    const layers = { ...digits.layers, l2: { ...digits.layers['l2']!, size: 60 } };
    const svg = networkSvg(pictureOf({ document: { ...digits, layers, parameters: {} } }));
    expect(svg).toContain('fill-opacity="0.08"');
  });
});
