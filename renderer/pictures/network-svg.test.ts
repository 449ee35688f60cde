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

  test('draws connections with thousands of edges as the heatmaps that they are on the canvas, in vectors', () => {
    const digits = presets.digits.make();
    const layers = { ...digits.layers, l2: { ...digits.layers['l2']!, size: 60 } };
    const weights = Float64Array.from({ length: 60 * 64 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const [id] = Object.values(digits.connections).flatMap(({ id, target }) => (target === 'l2' ? [id] : []));
    const svg = networkSvg(pictureOf({ document: { ...digits, layers, parameters: { [`${id}.weight`]: weights } } }));
    expect(svg).toContain('fill-opacity="0.14"');
    expect(svg).toContain('>60 × 64<');
    expect(svg).toContain('shape-rendering="crispEdges"');
    expect(svg).not.toContain('<image');
  });

  test('has notes in lines, groups by name, and the padlock of a frozen weight', () => {
    const document = {
      ...worked,
      notes: { n1: { id: 'n1', text: 'Two inputs,\none answer.', x: 0, y: -200, width: 180, height: 60 } },
      groups: { g1: { id: 'g1', name: 'hidden', members: ['l3', 'l4'] } },
      constraints: { 'c1.weight': { frozen: Uint8Array.of(1), minimum: null, maximum: null } },
    };
    const svg = networkSvg(pictureOf({ document }));
    for (const text of ['>Two inputs,<', '>one answer.<', '>hidden<', '<title>frozen</title>'])
      expect(svg).toContain(text);
    expect(Number(/height="(\d+)/.exec(svg)![1])).toBeGreaterThan(
      Number(/height="(\d+)/.exec(networkSvg(pictureOf()))![1]) + 50,
    );
  });

  test('shows the map or the curve in each neuron, where the window does', () => {
    const map = networkSvg(pictureOf({ faceOf: () => ({ kind: 'map', values: Float64Array.of(-1, -1, 1, 1) }) }));
    expect(map.match(/<g opacity="0.72">/g)).toHaveLength(5);
    const curve = { kind: 'curve', values: Float64Array.of(-1, -0.5, 0.5, 1) } as const;
    const svg = networkSvg(pictureOf({ faceOf: () => curve }));
    expect(svg.match(/stroke="#0b6fb8" stroke-width="2"/g)).toHaveLength(5);
    expect(svg.match(/stroke="#d8701a" stroke-width="2"/g)).toHaveLength(5);
  });

  test('a comparison is drawn as differences and says so', () => {
    const difference = Object.fromEntries(
      Object.entries(worked.parameters).map(([id, all]) => [id, all.map(() => 0.25)]),
    );
    const edges = { parameters: difference, range: 0.25, caption: 'Edges show a difference, not weights' };
    const svg = networkSvg(pictureOf({ edges }));
    expect(svg).toContain('>Edges show a difference, not weights<');
    expect(svg).toContain('w(1,1) +0.250');
    expect(svg).not.toContain('stroke-dasharray');
  });
});
