import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { matchesData } from '../compile/matches-data.ts';
import { prepareData } from '../data/prepare.ts';
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

test('where there is no one clear way, there is no repair', () => {
  expect(repairOf(drawn, { item: null, message: 'something else' }, data)).toBeNull();
  expect(repairOf(drawn, { item: 'l2', message: 'something else' }, data)).toBeNull();
});
