import { describe, expect, test } from 'vitest';
import type { Connection, Layer, Table } from '../document/document.ts';
import { compileNetwork, wouldCycle } from './compile.ts';

interface Drawing {
  readonly layers: Table<Layer>;
  readonly connections: Table<Connection>;
}

/** Ids starting with x are inputs, with y outputs; `a>b` joins them. Column by column, in the order given. */
function draw(layers: readonly string[], joins: readonly string[]): Drawing {
  const kindOf = (id: string): Layer['kind'] =>
    id.startsWith('x') ? 'input' : id.startsWith('y') ? 'output' : 'dense';
  return {
    layers: Object.fromEntries(
      layers.map((text, i) => {
        const [id, size] = text.split(':') as [string, string?];
        const kind = kindOf(id);
        const common = { name: id.toUpperCase(), x: 0, y: i, activation: 'tanh', hasBias: kind !== 'input' } as const;
        return [id, { id, kind, size: Number(size ?? 1), ...common }];
      }),
    ),
    connections: Object.fromEntries(
      joins.map((text) => {
        const [source, target] = text.split('>') as [string, string];
        return [text, { id: text, source, target, mask: null }];
      }),
    ),
  };
}

const compile = ({ layers, connections }: Drawing) => compileNetwork(layers, connections);
const messages = (drawing: Drawing): string[] => compile(drawing).problems.map(({ message }) => message);

describe('a drawing that can be computed', () => {
  const { network, problems } = compile(draw(['y', 'x', 'h:3'], ['h>y', 'x>h', 'x>y']));

  test('has its layers in an order in which each comes after those it depends on', () => {
    expect(problems).toEqual([]);
    expect(network!.layers.map(({ id }) => id)).toEqual(['x', 'h', 'y']);
  });

  test('lists each parameter with its shape and owner, weights before the bias', () => {
    expect(network!.parameters.map(({ id, shape, owner }) => [id, shape, owner])).toEqual([
      ['x>h.weight', [3, 1], 'x>h'],
      ['h.bias', [3], 'h'],
      ['x>y.weight', [1, 1], 'x>y'],
      ['h>y.weight', [1, 3], 'h>y'],
      ['y.bias', [1], 'y'],
    ]);
    expect(network!.parameterCount).toBe(3 + 3 + 1 + 3 + 1);
  });

  test('takes inputs and outputs from top to bottom, then from left to right, whatever their names', () => {
    const drawing = draw(['x2', 'x1:2', 'y3', 'y1', 'y2'], ['x1>y1', 'x1>y2', 'x2>y3']);
    const layers = { ...drawing.layers, y2: { ...drawing.layers['y2']!, y: 2, x: -5 } };
    const { network: found } = compileNetwork(layers, drawing.connections);
    expect(found!.inputLayers).toEqual(['x2', 'x1']);
    expect(found!.outputLayers).toEqual(['y2', 'y3', 'y1']);
    expect([found!.inputCount, found!.outputCount]).toEqual([3, 3]);
  });

  test('does not count undrawn edges as parameters', () => {
    const { layers, connections } = draw(['x:2', 'y:2'], ['x>y']);
    const mask = Uint8Array.of(1, 0, 0, 1);
    const masked = compileNetwork(layers, { 'x>y': { ...connections['x>y']!, mask } });
    expect(masked.network!.parameterCount).toBe(2 + 2);
  });

  test('does not depend on the order in which the tables list their entries', () => {
    const { layers, connections } = draw(['x', 'h1', 'h2', 'y'], ['x>h1', 'x>h2', 'h1>y', 'h2>y']);
    const backwards = <T>(table: Table<T>): Table<T> => Object.fromEntries(Object.entries(table).reverse());
    const { network: other } = compileNetwork(backwards(layers), backwards(connections));
    expect(other!.parameters).toEqual(compile({ layers, connections }).network!.parameters);
  });
});

describe('a drawing that cannot be computed', () => {
  test('names the layers of a circle, in the direction of its connections', () => {
    const { network, problems } = compile(draw(['x', 'a', 'b', 'c', 'y'], ['x>a', 'a>b', 'b>a', 'b>c', 'c>y']));
    expect(network).toBeNull();
    expect(problems).toHaveLength(1);
    expect(['"A" → "B" → "A"', '"B" → "A" → "B"']).toContain(problems[0]!.message.split(' is a circle')[0]);
    expect(['a', 'b']).toContain(problems[0]!.item);
  });

  test('names a layer joined to itself', () => {
    expect(messages(draw(['x', 'a', 'y'], ['x>a', 'a>a', 'a>y']))[0]).toMatch(/^"A" → "A" is a circle/);
  });

  test.each([
    ['nothing', draw([], []), 'Nothing is drawn yet'],
    ['no input', draw(['h', 'y'], ['h>y']), 'There is no input'],
    ['no output', draw(['x', 'h'], ['x>h']), 'There is no output'],
    ['a connection without its layer', draw(['x', 'y'], ['x>y', 'gone>y']), 'gone>y ends at a layer that is not there'],
    [
      'a connection into an input',
      draw(['x', 'x2', 'y'], ['x>x2', 'x2>y']),
      'Nothing can be connected into the input "X2"',
    ],
    ['no units', draw(['x', 'h:0', 'y'], ['x>h', 'h>y']), '"H" has 0 units; a layer has 1 to 4096'],
    ['too many units', draw(['x', 'h:4097', 'y'], ['x>h', 'h>y']), '"H" has 4097 units'],
  ])('%s', (_, drawing, message) => {
    expect(compile(drawing).network).toBeNull();
    expect(messages(drawing)[0]).toContain(message);
  });

  test('two connections between the same layers', () => {
    const { layers, connections } = draw(['x', 'y'], ['x>y']);
    const twice = { ...connections, c2: { ...connections['x>y']!, id: 'c2' } };
    expect(messages({ layers, connections: twice })).toEqual([expect.stringContaining('are connected twice')]);
  });

  test('a mask of another size than its layers', () => {
    const { layers, connections } = draw(['x:2', 'y:2'], ['x>y']);
    const mask = new Uint8Array(3).fill(1);
    const drawing = { layers, connections: { 'x>y': { ...connections['x>y']!, mask } } };
    expect(messages(drawing)[0]).toContain('marks 3 edges, but 4 are possible');
  });
});

describe('units that nothing reaches are computed, with a warning', () => {
  test('a whole layer', () => {
    const { network, problems } = compile(draw(['x', 'h', 'y'], ['x>y']));
    expect(network).not.toBeNull();
    expect(problems).toEqual([
      {
        item: 'h',
        severity: 'warning',
        message: 'Nothing reaches "H": every example gives the same there. Connect something.',
      },
    ]);
  });

  test('one unit of a layer', () => {
    const { layers, connections } = draw(['x:2', 'h:3', 'y'], ['x>h', 'h>y']);
    const mask = Uint8Array.of(1, 0, 0, 0, 1, 1);
    const joined = { ...connections, 'x>h': { ...connections['x>h']!, mask } };
    expect(messages({ layers, connections: joined })).toEqual([expect.stringContaining('unit 2 of "H"')]);
  });
});

test('wouldCycle sees a way back over several layers, a layer itself, and nothing else', () => {
  const { connections } = draw([], ['a>b', 'b>c', 'a>d', 'd>c']);
  expect(wouldCycle(connections, 'c', 'a')).toBe(true);
  expect(wouldCycle(connections, 'a', 'a')).toBe(true);
  expect(wouldCycle(connections, 'a', 'c')).toBe(false);
  expect(wouldCycle(connections, 'd', 'b')).toBe(false);
});

test('a thousand neurons with 20,000 connections compile while one draws', () => {
  const names = Array.from({ length: 1000 }, (_, i) => (i < 20 ? `x${i}` : i < 980 ? `h${i}` : `y${i}`));
  const joins = names.flatMap((target, i) =>
    i < 20
      ? []
      : Array.from({ length: 20 }, (_, k) => `${names[Math.floor(((i < 980 ? i : 980) * k) / 20)]}>${target}`),
  );
  const drawing = draw(names, joins);
  const started = performance.now();
  expect(compile(drawing).network!.parameterCount).toBe(980 * 21);
  expect(performance.now() - started).toBeLessThan(1500); // about 50 ms; one scan per pair of items takes seconds
});
