/** Any sequence of edits leaves a document that holds together, and undoes to exactly where it began. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topologicalOrder } from '../../compile/acyclic.ts';
import { compileNetwork } from '../../compile/compile.ts';
import type { DataTable } from '../../data/data-settings.ts';
import { addPoint, removePoint } from '../../data/points.ts';
import { tableOf } from '../../data/prepare.ts';
import { layerKinds, type LayerKindName } from '../../nn/layers/registry.ts';
import { presets } from '../../presets/registry.ts';
import { Random } from '../../tensor/random.ts';
import { apply, difference } from '../change.ts';
import { inconsistencies } from '../consistency.ts';
import { biasId, ONLY, weightId, type Constraints, type NetworkDocument, type ParameterEntry } from '../document.ts';
import { fragmentOf } from '../fragment.ts';
import { emptyHistory, record, redo, undo, type History } from '../history.ts';
import { parametersOf } from '../parameter-shape.ts';
import { addLayer } from './add-layer.ts';
import { setBiases } from './biases.ts';
import { randomise, scale, setAll } from './change-values.ts';
import { isRefusal, type CommandResult } from './command.ts';
import { setFrozen, setRange, tie, untie } from './constrain.ts';
import { connect, connectionRefusal } from './connect.ts';
import { group, renameGroup, ungroup } from './groups.ts';
import { setForm } from './layer-form.ts';
import { setLayerSetting } from './layer-settings.ts';
import { addNote, resizeNote, writeNote } from './notes.ts';
import { duplicate } from './duplicate.ts';
import { paste } from './paste.ts';
import { moveItems, renameLayer, setActivation, setHasBias } from './edit-layer.ts';
import { remove } from './remove.ts';
import { resizeLayer } from './resize-layer.ts';
import { resizeWidth } from './resize-width.ts';
import { setData, setParameter, setParameters, setTraining } from './set-values.ts';
import { takeParameters } from './take-parameters.ts';
import { insertOnEdge, removeUnit, splitUnit } from './units.ts';

function after(document: NetworkDocument, result: CommandResult): NetworkDocument {
  if (isRefusal(result)) throw new Error(result.message);
  return apply(document, result.changes);
}

/** One edit, chosen by numbers, of whatever the document has. */
function edit(document: NetworkDocument, kind: number, a: number, b: number): CommandResult {
  const ids = Object.keys(document.layers);
  const one = ids[a % ids.length] ?? 'l1';
  const other = ids[b % ids.length] ?? 'l1';
  const random = Random.fromSeed(a);
  const note = Object.keys(document.notes)[b % Math.max(1, Object.keys(document.notes).length)] ?? 'n1';
  const connection = Object.values(document.connections)[a % Math.max(1, Object.keys(document.connections).length)];
  const parameter = Object.keys(document.parameters)[a % Math.max(1, Object.keys(document.parameters).length)];
  const ofParameter = parametersOf(document).find(({ id }) => id === parameter);
  const entries = Array.from(document.parameters[parameter ?? ''] ?? [], (_, index) => ({
    id: parameter!,
    index,
  })).filter(({ index }) => ofParameter?.mask?.[index] !== 0);
  const training = document.training[ONLY]!;
  const data = document.data[ONLY]!;
  const edits: (() => CommandResult)[] = [
    () => addLayer(document, { kind: (['dense', 'input', 'output'] as const)[a % 3]!, size: 1 + (b % 4), x: a, y: b }),
    () =>
      connect(
        document,
        { layer: one, unit: b % 2 === 0 ? null : 0 },
        { layer: other, unit: a % 2 === 0 ? null : 0 },
        random,
      ),
    () => moveItems(document, new Map([[one, { x: a, y: b }]])),
    () => (document.layers[one] ? resizeLayer(document, one, 1 + (b % 5), random) : remove(document, [], new Map())),
    () => (document.layers[one] ? setHasBias(document, one, b % 2 === 0) : remove(document, [], new Map())),
    () => setActivation(document, ids, b % 2 === 0 ? 'relu' : 'sigmoid'),
    () => duplicate(document, [one, other]),
    () => remove(document, b % 3 === 0 ? [one] : [], connection ? new Map([[connection.id, [b % 2]]]) : new Map()),
    () => (parameter ? setParameter(document, parameter, 0, a / 7) : remove(document, [], new Map())),
    () => (document.layers[one] ? renameLayer(document, one, `n${b}`) : remove(document, [], new Map())),
    () => addNote(document, a, b),
    () => writeNote(document, note, `note ${b}`),
    () => resizeNote(document, note, a, b),
    () => moveItems(document, new Map([[note, { x: a, y: b }]])),
    () => group(document, [one, other, ...(a % 2 === 0 ? [note] : [])]),
    () => ungroup(document, [one]),
    () => renameGroup(document, Object.keys(document.groups)[0] ?? 'g1', `g ${b}`),
    () => setForm(document, [one, other], (['block', 'units', 'auto'] as const)[a % 3]!),
    () => duplicate(document, [...ids, note]),
    () => remove(document, [], new Map(), [note]),
    () => splitUnit(document, one, b % 3),
    () => removeUnit(document, one, b % 3),
    () => insertOnEdge(document, connection?.id ?? 'c1', b % 4, random),
    () => setFrozen(document, entries, b % 3 > 0),
    () => setRange(document, entries, { minimum: -b / 100, maximum: b % 2 === 0 ? Infinity : b / 100 }),
    () => (b % 4 === 0 ? untie(document, entries) : tie(document, entries, b % 2 === 1)),
    () => addLayer(document, { kind: blocks[a % blocks.length]!, size: 4, x: a, y: b }),
    () => setBlockSetting(document, a, b, random),
    () => resizeWidth(document, one, 1 + (b % 5), random),
    () => paste(document, fragmentOf(document, [one, other, note])),
    () => setAll(document, entries, b / 9),
    () => scale(document, entries, b % 3 === 0 ? -1 : b / 500),
    () => randomised(document, entries, a),
    () => setBiases(document, b % 2 === 0 ? ids : [one], b % 3 > 0, { [biasId(one)]: new Float64Array(1).fill(a) }),
    () =>
      setTraining(document, 'optimizer', {
        ...training,
        optimizer: 'adam',
        optimizerSettings: { learningRate: 1 / (1 + b) },
      }),
    () => setTraining(document, 'batch', { ...training, batchSize: 1 + b, clipNorm: a, seed: a }),
    () => setData(document, 'data', { ...data, validationShare: (b % 9) / 10, splitSeed: a }),
    () => setData(document, 'point', { ...data, source: { kind: 'table', table: pointAt(tableOf(data), a, b) } }),
    () =>
      takeParameters(
        document,
        imported(document, b),
        b % 2 === 0 ? heldBy(document, parameter) : null,
        document.run[ONLY],
      ),
    () => setParameters(document, 'reset', imported(document, a), undefined),
    // What training does to a document: it replaces every value and the position.
    () => ({ label: 'training', changes: difference(document, moved(document, a)) }),
  ];
  return edits[kind % KINDS]!();
}
const KINDS = 41;

const blocks = ['attention', 'feedForward', 'embedding', 'normalisation'] as const satisfies LayerKindName[];

function setBlockSetting(document: NetworkDocument, a: number, b: number, random: Random): CommandResult {
  const own = Object.values(document.layers).flatMap(({ id, kind }) =>
    Object.keys(layerKinds[kind].fields ?? {}).map((name) => ({ id, name })),
  );
  const { id, name } = own[a % Math.max(1, own.length)] ?? { id: 'none', name: 'none' };
  return setLayerSetting(document, id, name, b % 5, random);
}

function randomised(document: NetworkDocument, entries: readonly ParameterEntry[], seed: number): CommandResult {
  const { network } = compileNetwork(document.layers, document.connections);
  return network ? randomise(document, network, entries, 'heNormal', seed) : remove(document, [], new Map());
}

const pointAt = (table: DataTable, a: number, b: number): DataTable =>
  b % 3 === 0 && rowsOf(table) > 2
    ? removePoint(table, a % rowsOf(table))
    : addPoint(table, Object.fromEntries(table.columns.map(({ name }) => [name, a / (1 + b)])));
const rowsOf = ({ columns }: DataTable): number => columns[0]!.values.length;

/** Other values for all that there is, 0 where no edge is drawn. */
const imported = (document: NetworkDocument, seed: number): Record<string, Float64Array> =>
  Object.fromEntries(
    parametersOf(document).map(({ id, mask }) => [
      id,
      document.parameters[id]!.map((value, i) => (mask?.[i] === 0 ? 0 : value + (seed + i) / 100)),
    ]),
  );

const heldBy = (document: NetworkDocument, parameter: string | undefined): Constraints => {
  const values = document.parameters[parameter ?? ''];
  const frozen = values && Uint8Array.from(values, (_, i) => (i % 2 === 0 ? 1 : 0));
  return frozen
    ? { constraints: { [parameter!]: { frozen, minimum: null, maximum: null } }, ties: {} }
    : { constraints: {}, ties: {} };
};

function moved(document: NetworkDocument, seed: number): NetworkDocument {
  const parameters = imported(document, seed);
  const moments = Object.fromEntries(Object.entries(parameters).map(([id, values]) => [`mean/${id}`, values]));
  const step = (document.run[ONLY]?.step ?? 0) + 1 + (seed % 40);
  const run = {
    step,
    epoch: step,
    cursor: 0,
    order: new Uint32Array(4),
    random: Uint32Array.of(seed, 2, 3, 4),
    moments,
  };
  return { ...document, parameters, run: { [ONLY]: run } };
}

function expectWhole(document: NetworkDocument): void {
  const expected = parametersOf(document);
  expect(Object.keys(document.parameters).sort()).toEqual(expected.map(({ id }) => id).sort());
  for (const { id, shape, mask } of expected) {
    const values = document.parameters[id]!;
    expect(values.length, id).toBe(shape.reduce((x, y) => x * y, 1));
    if (mask) expect(mask.length).toBe(values.length);
    mask?.forEach((bit, i) => bit === 0 && expect(values[i], `undrawn ${id}[${i}]`).toBe(0));
  }
  const { layers, connections } = document;
  expect(topologicalOrder(Object.values(layers), Object.values(connections))).toHaveLength(Object.keys(layers).length);
  expect(inconsistencies(document)).toEqual([]);
  for (const { mask } of Object.values(connections)) if (mask) expect(mask.includes(1) && mask.includes(0)).toBe(true);
  const names = Object.values(document.layers).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
}

test('undoing everything gives the start, redoing everything the end, over random sequences of 50 edits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(KINDS - 1), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 50 }),
      (edits) => {
        const start = presets.worked.make();
        let document = start;
        let history: History = emptyHistory;
        for (const [kind, a, b] of edits) {
          const result = edit(document, kind, a, b);
          if (isRefusal(result)) continue;
          document = apply(document, result.changes);
          history = record(history, { label: result.label, changes: result.changes });
        }
        expectWhole(document);
        const end = document;
        for (let step = undo(history); step; step = undo(history)) {
          document = apply(document, step.changes);
          history = step.history;
        }
        expect(document).toEqual(start);
        for (let step = redo(history); step; step = redo(history)) {
          document = apply(document, step.changes);
          history = step.history;
        }
        expect(document).toEqual(end);
      },
    ),
    { numRuns: 2000 },
  );
});

describe('connecting', () => {
  const document = presets.worked.make();

  test('refuses a circle, an input as a target, itself and what is there, each with its reason', () => {
    const end = (layer: string) => ({ layer, unit: null });
    expect(connectionRefusal(document, end('l5'), end('l3'))).toContain('would close a circle');
    expect(connectionRefusal(document, end('l3'), end('l1'))).toContain('is an input');
    expect(connectionRefusal(document, end('l3'), end('l3'))).toContain('cannot feed itself');
    expect(connectionRefusal(document, end('l1'), end('l3'))).toContain('already connected');
    expect(connectionRefusal(document, end('l1'), end('l5'))).toBeNull();
  });

  test('from unit to unit draws one edge, and a second one joins the same connection', () => {
    let drawn = after(document, addLayer(document, { kind: 'dense', size: 3, x: 0, y: 0 }));
    const id = Object.keys(drawn.layers).at(-1)!;
    drawn = after(drawn, connect(drawn, { layer: 'l1', unit: 0 }, { layer: id, unit: 1 }, Random.fromSeed(1)));
    drawn = after(drawn, connect(drawn, { layer: 'l1', unit: 0 }, { layer: id, unit: 2 }, Random.fromSeed(2)));
    const joined = Object.values(drawn.connections).filter(({ target }) => target === id);
    expect(joined).toHaveLength(1);
    expect(joined[0]!.mask).toEqual(Uint8Array.of(0, 1, 1));
  });
});

test('resizing keeps every remaining value and what the network says: new units give 0 at first', () => {
  const document = presets.xor.make();
  const hidden = Object.values(document.layers).find(({ kind }) => kind === 'dense')!;
  const grown = after(document, resizeLayer(document, hidden.id, 6, Random.fromSeed(3)));
  const outgoing = Object.values(grown.connections).find(({ source }) => source === hidden.id)!;
  expect([...grown.parameters[weightId(outgoing.id)]!].slice(4)).toEqual([0, 0]);
  expect(after(grown, resizeLayer(grown, hidden.id, 4, Random.fromSeed(4))).parameters).toEqual(document.parameters);
  expect(grown.parameters[biasId(hidden.id)]).toHaveLength(6);
});

test('structure edits keep the optimizer state of what stays, and drop that of what goes', () => {
  const made = presets.xor.make();
  const hidden = Object.values(made.layers).find(({ kind }) => kind === 'dense')!;
  const moments = Object.fromEntries(
    Object.entries(made.parameters).map(([id, values]) => [`mean/${id}`, values.map((_, i) => i + 1)]),
  );
  const run = { step: 9, epoch: 9, cursor: 0, order: new Uint32Array(4), random: Uint32Array.of(1, 2, 3, 4), moments };
  const document: NetworkDocument = { ...made, run: { [ONLY]: run } };
  const grown = after(document, resizeLayer(document, hidden.id, 5, Random.fromSeed(1)));
  expect([...grown.run[ONLY]!.moments[`mean/${biasId(hidden.id)}`]!]).toEqual([1, 2, 3, 4, 0]);
  const without = after(grown, remove(grown, [hidden.id], new Map()));
  expect(Object.keys(without.run[ONLY]!.moments).every((key) => !key.endsWith(biasId(hidden.id)))).toBe(true);
});
