/** Edits between steps of a training: what is not edited keeps its value and its optimizer state, bit for bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { apply } from '../document/change.ts';
import { addLayer } from '../document/commands/add-layer.ts';
import { isRefusal, type CommandResult } from '../document/commands/command.ts';
import { connect, hasEdge } from '../document/commands/connect.ts';
import { remove } from '../document/commands/remove.ts';
import { resizeLayer } from '../document/commands/resize-layer.ts';
import { insertOnEdge, removeUnit, splitUnit } from '../document/commands/units.ts';
import { biasId, ONLY, weightId, type NetworkDocument } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { Trainer } from './trainer.ts';

/** Sequences of edits; `WEIGHTROOM_LONG=1` runs all 500, `npm test` a part of them within a second or two. */
const SEQUENCES = process.env['WEIGHTROOM_LONG'] ? 500 : 40;

const prepared = prepareData(presets.xor.make().data[ONLY]!);

/** The document after some steps, as the window has it after a frame. */
function trained(document: NetworkDocument, steps: number): NetworkDocument {
  const { network } = compileNetwork(document.layers, document.connections);
  if (!network) return document;
  const trainer = new Trainer({
    network,
    data: prepared,
    settings: document.training[ONLY]!,
    parameters: document.parameters,
    position: document.run[ONLY] ?? null,
  });
  for (let i = 0; i < steps; i++) trainer.step();
  const { parameters, position } = trainer;
  return { ...document, parameters: { ...document.parameters, ...parameters }, run: { [ONLY]: position } };
}

/** A name for every unit that stays its own whatever happens around it. */
type Tags = Readonly<Record<string, readonly string[]>>;

/** Value and moments of every bias and drawn edge, by the tags of its units. */
function entriesOf(document: NetworkDocument, tags: Tags): Map<string, string> {
  const found = new Map<string, string>();
  const moments = document.run[ONLY]?.moments ?? {};
  const tell = (key: string, id: string, index: number): void => {
    const slots = Object.keys(moments).filter((slot) => slot.endsWith(`/${id}`));
    const state = slots.map((slot) => `${slot.slice(0, slot.indexOf('/'))}=${moments[slot]![index]}`).sort();
    found.set(key, `${document.parameters[id]![index]} ${state.join(' ')}`);
  };
  for (const { id } of Object.values(document.layers)) {
    document.parameters[biasId(id)]?.forEach((_, unit) => tell(`bias ${tags[id]![unit]}`, biasId(id), unit));
  }
  for (const connection of Object.values(document.connections)) {
    const { id, source, target } = connection;
    const width = document.layers[source]!.size;
    document.parameters[weightId(id)]!.forEach((_, entry) => {
      if (!hasEdge(connection, entry)) return;
      const key = `${tags[source]![entry % width]} -> ${tags[target]![Math.floor(entry / width)]}`;
      tell(key, weightId(id), entry);
    });
  }
  return found;
}

interface Edit {
  readonly result: CommandResult;
  readonly tags: Tags;
  /** Entries with these units as their source may change: they were split. */
  readonly halved: string | null;
}

let made = 0;
const newTags = (count: number): string[] => Array.from({ length: count }, () => `unit${made++}`);

function edit(document: NetworkDocument, tags: Tags, kind: number, a: number, b: number): Edit {
  const layers = Object.values(document.layers);
  const hidden = layers.filter(({ kind: name }) => name === 'dense');
  const one = hidden[a % Math.max(1, hidden.length)];
  const random = Random.fromSeed(a + 1);
  const connection = Object.values(document.connections)[b % Math.max(1, Object.keys(document.connections).length)];
  const nothing: Edit = { result: { label: '', changes: [] }, tags, halved: null };
  const unit = one ? b % one.size : 0;
  if (kind === 0 || (kind < 5 && !one)) {
    const result = addLayer(document, { kind: 'dense', size: 1 + (b % 3), x: a, y: b });
    const id = isRefusal(result) ? '' : result.changes.find(({ table }) => table === 'layers')!.id;
    return { result, tags: { ...tags, [id]: newTags(1 + (b % 3)) }, halved: null };
  }
  if (!one) return nothing;
  const own = tags[one.id]!;
  if (kind === 1) {
    const size = 1 + (b % 5);
    const kept = [...own.slice(0, size), ...newTags(Math.max(0, size - own.length))];
    return { result: resizeLayer(document, one.id, size, random), tags: { ...tags, [one.id]: kept }, halved: null };
  }
  if (kind === 2) {
    const parted = [...own.slice(0, unit + 1), ...newTags(1), ...own.slice(unit + 1)];
    return { result: splitUnit(document, one.id, unit), tags: { ...tags, [one.id]: parted }, halved: own[unit]! };
  }
  if (kind === 3) {
    const left = own.filter((_, i) => i !== unit);
    return { result: removeUnit(document, one.id, unit), tags: { ...tags, [one.id]: left }, halved: null };
  }
  if (kind === 4) {
    const [source, target] = [layers[a % layers.length]!, layers[b % layers.length]!];
    const ends = [source, target].map(({ id }) => ({ layer: id, unit: null }));
    return { result: connect(document, ends[0]!, ends[1]!, random), tags, halved: null };
  }
  if (!connection) return nothing;
  if (kind === 5) return { result: remove(document, [], new Map([[connection.id, [a % 4]]])), tags, halved: null };
  const result = insertOnEdge(document, connection.id, 0, random);
  const id = isRefusal(result) ? '' : result.changes.find(({ table }) => table === 'layers')!.id;
  return { result, tags: { ...tags, [id]: newTags(1) }, halved: null };
}

test(`over ${SEQUENCES} random sequences of edits between steps, every other value and moment stays as it was`, () => {
  const one = fc.tuple(fc.nat(6), fc.nat(1000), fc.nat(1000));
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (edits) => {
      let document = trained(presets.xor.make(), 3);
      let tags: Tags = Object.fromEntries(Object.values(document.layers).map(({ id, size }) => [id, newTags(size)]));
      for (const [kind, a, b] of edits) {
        const { result, tags: next, halved } = edit(document, tags, kind, a, b);
        if (isRefusal(result)) continue;
        const before = entriesOf(document, tags);
        document = apply(document, result.changes);
        const after = entriesOf(document, next);
        for (const [key, value] of after) {
          if (before.has(key) && !key.startsWith(`${halved} ->`))
            expect(value, `${result.label}: ${key}`).toBe(before.get(key));
        }
        tags = next;
        document = trained(document, 1);
      }
    }),
    { numRuns: SEQUENCES },
  );
});

/** What the network says about every example, as bits. */
function outputs(document: NetworkDocument): Float64Array {
  const { network } = compileNetwork(document.layers, document.connections);
  const rows = prepared.trainingRows.length;
  const evaluator = new Evaluator(network!, rows);
  evaluator.run(document.parameters, prepared.inputValues, rows);
  return Float64Array.from(network!.outputLayers.flatMap((id) => [...evaluator.activationsOf(id)]));
}

const start = trained(presets.xor.make(), 20);
const hidden = Object.values(start.layers).find(({ kind }) => kind === 'dense')!;

function carriedOut(document: NetworkDocument, result: CommandResult): NetworkDocument {
  if (isRefusal(result)) throw new Error(result.message);
  return apply(document, result.changes);
}

test('a neuron that gives 0 at first changes no output by a single bit, beside an edge or within a layer', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = Random.fromSeed(seed);
    const inserted = carriedOut(start, insertOnEdge(start, 'c1', seed % 4, random));
    expect(outputs(inserted)).toEqual(outputs(start));
    expect(outputs(carriedOut(start, resizeLayer(start, hidden.id, hidden.size + seed, random)))).toEqual(
      outputs(start),
    );
  }
});

test('splitting a neuron leaves the outputs where they were, but for the rounding of one sum', () => {
  const split = carriedOut(start, splitUnit(start, hidden.id, 1));
  expect(split.layers[hidden.id]!.size).toBe(hidden.size + 1);
  outputs(split).forEach((value, i) => expect(value).toBeCloseTo(outputs(start)[i]!, 13));
  const back = carriedOut(split, removeUnit(split, hidden.id, 2));
  expect(back.parameters[biasId(hidden.id)]).toEqual(start.parameters[biasId(hidden.id)]);
});
