import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { matchesData } from '../compile/matches-data.ts';
import { prepareData } from '../data/prepare.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { Random } from '../tensor/random.ts';
import { addLayer } from './commands/add-layer.ts';
import { remove } from './commands/remove.ts';
import { resizeLayer } from './commands/resize-layer.ts';
import { ONLY, type NetworkDocument } from './document.ts';
import { after, twoFourOne } from './fixtures/two-four-one.ts';
import type { Problem } from './problem.ts';
import { repairOf } from './repairs.ts';

const drawn = twoFourOne(); // learns XOR: two inputs, one target
const data = prepareData(drawn.data[ONLY]!);
const random = Random.fromSeed(1);

function problemsOf(document: NetworkDocument): readonly Problem[] {
  const { network, problems } = compileNetwork(document.layers, document.connections);
  return network ? [...problems, ...matchesData(network, data)] : problems;
}

/** Carries out the repair of the first problem and expects that it is gone. */
function repaired(document: NetworkDocument): { title: string; document: NetworkDocument } {
  const [problem] = problemsOf(document);
  const repair = repairOf(document, problem!, data)!;
  const next = after(document, repair.carryOut(random));
  expect(problemsOf(next)).not.toContainEqual(problem);
  return { title: repair.title, document: next };
}

test('an output that does not fit the data is set to what fits', () => {
  const wide = after(drawn, resizeLayer(drawn, 'l3', 3, random));
  const { title, document } = repaired(wide);
  expect(title).toBe('Set "y1" to 1 unit');
  expect(problemsOf(document)).toEqual([]);
});

test('an input that does not fit is set to what fits', () => {
  expect(repaired(after(drawn, resizeLayer(drawn, 'l1', 1, random))).title).toBe('Set "x1" to 2 units');
});

test('a layer that nothing reaches is joined to the nearest one on its left', () => {
  const added = after(drawn, addLayer(drawn, { kind: 'dense', size: 2, x: 120, y: 0 }));
  expect(repaired(added).title).toBe('Connect "h1" to "h2"');
});

test('a missing output is added with as many units as there are targets', () => {
  expect(repaired(after(drawn, remove(drawn, ['l3'], new Map()))).title).toBe('Add an output of 1 unit');
});

test('a unit that lost its edges is joined to the layer that feeds the others', () => {
  const edges = new Map([['c1', [2, 3]]]); // both edges into the second of four units
  const { title, document } = repaired(after(drawn, remove(drawn, [], edges)));
  expect(title).toBe('Connect "x1" to unit 2');
  expect(document.connections['c1']!.mask).toBeNull();
});

test('a connection into an input is removed, with its weight', () => {
  const wrong = { id: 'c9', source: 'l3', target: 'l1', mask: null };
  const { title, document } = repaired({ ...drawn, connections: { ...drawn.connections, c9: wrong } });
  expect(title).toBe('Remove this connection');
  expect(Object.keys(document.connections)).toEqual(['c1', 'c2']);
});

test('a circle is opened at the connection that closed it', () => {
  const closing = { id: 'c9', source: 'l3', target: 'l2', mask: null };
  const { title, document } = repaired({ ...drawn, connections: { ...drawn.connections, c9: closing } });
  expect(title).toBe('Remove "y1" → "h1"');
  expect(problemsOf(document)).toEqual([]);
});

test('a layer that carries values as they are takes the size of the one before it', () => {
  const { layers, connections } = languagePresets['gpt-names'].draw(27);
  const norm = Object.values(layers).find(({ kind }) => kind === 'normalisation')!;
  const wrong = { ...drawn, layers: { ...layers, [norm.id]: { ...norm, size: 10 } }, connections };
  const problem = compileNetwork(wrong.layers, connections).problems.find(({ item }) => item === norm.id);
  expect(repairOf(wrong, problem!, null)!.title).toBe(`Set "${norm.name}" to 16 units`);
});

test('where there is no one clear way, there is no repair', () => {
  expect(repairOf(drawn, { item: null, message: 'something else' }, data)).toBeNull();
  expect(repairOf(drawn, { item: 'l2', message: 'something else' }, data)).toBeNull();
});
