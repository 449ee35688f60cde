import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection, Layer } from '../../core/document/document.ts';
import { presets } from '../../core/presets/registry.ts';
import { align, alignments, distribute } from './align.ts';
import { autoLayout } from './auto-layout.ts';
import { layerBox, overlaps } from './geometry.ts';

const placed = fc
  .array(fc.record({ x: fc.nat(500), y: fc.nat(500), w: fc.integer({ min: 1, max: 90 }), h: fc.nat(60) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((list) =>
    list.map(({ x, y, w, h }, i) => ({ id: `l${i}`, box: { left: x, top: y, right: x + w, bottom: y + h } })),
  );

const edge = {
  left: (x: number, _: number, w: number) => x - w / 2,
  centre: (x: number) => x,
  right: (x: number, _: number, w: number) => x + w / 2,
  top: (_: number, y: number, __: number, h: number) => y - h / 2,
  middle: (_: number, y: number) => y,
  bottom: (_: number, y: number, __: number, h: number) => y + h / 2,
};

test.each(alignments)('align %s: that coordinate is equal for all, the other is as it was', (to) => {
  fc.assert(
    fc.property(placed, (items) => {
      const places = align(items, to);
      const at = items.map(({ id, box }) => {
        const { x, y } = places.get(id)!;
        return edge[to](x, y, box.right - box.left, box.bottom - box.top);
      });
      for (const value of at) expect(value).toBeCloseTo(at[0]!, 9);
      for (const { id, box } of items) {
        const isAcross = to === 'left' || to === 'centre' || to === 'right';
        const kept = isAcross ? (box.top + box.bottom) / 2 : (box.left + box.right) / 2;
        expect(isAcross ? places.get(id)!.y : places.get(id)!.x).toBe(kept);
      }
    }),
  );
});

test('distributing makes all gaps equal and keeps the whole where it was', () => {
  fc.assert(
    fc.property(placed, (items) => {
      const boxOf = new Map(items.map(({ id, box }) => [id, box]));
      const spans = [...distribute(items, 'x')].map(([id, { x }]) => {
        const half = (boxOf.get(id)!.right - boxOf.get(id)!.left) / 2;
        return [x - half, x + half] as const;
      });
      const gaps = spans.slice(1).map(([low], i) => low - spans[i]![1]);
      for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0]!, 6);
      expect(spans[0]![0]).toBeCloseTo(Math.min(...items.map(({ box }) => box.left)), 6);
      expect(spans.at(-1)![1]).toBeCloseTo(Math.max(...items.map(({ box }) => box.right)), 6);
    }),
  );
});

/** A random network, all its layers in one heap. */
const networks = fc.tuple(fc.integer({ min: 2, max: 14 }), fc.infiniteStream(fc.nat(1000))).map(([count, stream]) => {
  const next = (): number => stream.next().value as number;
  const layers = Array.from({ length: count }, (_, i): Layer => {
    const kind = i === 0 ? 'input' : i === count - 1 ? 'output' : 'dense';
    const size = 1 + (next() % 40);
    return {
      id: `l${i}`,
      kind,
      name: `n${i}`,
      x: next() % 50,
      y: next() % 50,
      size,
      activation: 'tanh',
      hasBias: true,
    };
  });
  const connections = layers.slice(1).map((target, i): Connection => ({
    id: `c${i}`,
    source: layers[next() % (i + 1)]!.id,
    target: target.id,
    mask: null,
  }));
  return { layers, connections };
});

function expectTidy(layers: readonly Layer[], connections: readonly Connection[]): void {
  const byId = Object.fromEntries(layers.map((layer) => [layer.id, layer]));
  const places = autoLayout(byId, Object.fromEntries(connections.map((connection) => [connection.id, connection])));
  const moved = layers.map((layer) => ({ ...layer, ...places.get(layer.id)! }));
  moved.forEach((layer, i) => {
    for (const other of moved.slice(i + 1)) expect(overlaps(layerBox(layer), layerBox(other)), layer.name).toBe(false);
  });
  for (const { source, target } of connections) {
    const [from, to] = [places.get(source)!, places.get(target)!];
    if (byId[source]!.kind !== 'output') expect(from.x).toBeLessThan(to.x);
  }
}

test('20 random networks in a heap are laid out without overlap, every edge from left to right', () => {
  fc.assert(
    fc.property(networks, ({ layers, connections }) => expectTidy(layers, connections)),
    { numRuns: 20 },
  );
});

test('every ready network is laid out without overlap, its inputs in their order', () => {
  for (const { make } of Object.values(presets)) {
    const { layers, connections } = make();
    expectTidy(Object.values(layers), Object.values(connections));
    const places = autoLayout(layers, connections);
    const inputs = Object.values(layers).filter(({ kind }) => kind === 'input');
    const ys = inputs.sort((a, b) => a.y - b.y).map(({ id }) => places.get(id)!.y);
    expect([...ys].sort((a, b) => a - b)).toEqual(ys);
  }
});
