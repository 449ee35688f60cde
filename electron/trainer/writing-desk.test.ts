import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { unconstrained } from '../../core/document/constraints.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { apply } from '../../core/document/change.ts';
import { isRefusal } from '../../core/document/commands/command.ts';
import { emptyHistory, record, undo } from '../../core/document/history.ts';
import { setParameter } from '../../core/document/commands/set-values.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { readProject } from '../../core/formats/project.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import type { WrittenEvent } from '../../core/protocol/writing-calls.ts';
import { finish } from '../../core/text/steps.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import { Jobs } from './jobs.ts';
import { TrainingLoop } from './training-loop.ts';
import { WritingDesk } from './writing-desk.ts';

const { document } = readProject(readFileSync('assets/models/names.weightroom'));
const kernelsFor = (precision: string) => (precision === 'float64' ? portable64 : portable32);

let time = 0;
let sent: WrittenEvent[] = [];
let loop: TrainingLoop;
let desk: WritingDesk;
const clock = { now: () => (time += 5), soon: (callback: () => void) => void setImmediate(callback) };

function load({ layers, connections, parameters, data, training, run }: NetworkDocument): void {
  const settings = { ...training[ONLY]!, precision: 'float64' as const };
  loop.load({
    ...{
      runId: 1,
      resumes: false,
      timeline: null,
      layers,
      connections,
      parameters,
      data: data[ONLY]!,
      training: settings,
    },
    ...{ constraints: unconstrained, position: run[ONLY] ?? null },
  });
}

beforeEach(() => {
  sent = [];
  loop = new TrainingLoop({
    ...clock,
    sendFrame: () => undefined,
    kernelsFor,
    kernelsForLookingBack: () => kernelsFor,
  });
  desk = new WritingDesk({
    now: clock.now,
    model: () => loop.languageModel,
    kernelsFor,
    sendWritten: (event) => sent.push(event),
  });
  load(document);
});

const request = {
  ...{ job: 1, prompt: '', given: [], most: 200, seed: 7, stopAt: 26, off: [] },
  sampling: { temperature: 0.8, topK: 0, topP: 1, repetitionPenalty: 1 },
};

/** With the seeds 7, 8 and 9. The command line's test has the same: `generate` and the window write the same. */
const WRITTEN = ['agni', 'tise', 'dorish'];

test('writes what the command line writes, token by token, each with its alternatives', () => {
  expect([8, 9].map((seed) => finish(desk.write({ ...request, seed })).text)).toEqual(WRITTEN.slice(1));
  sent = [];
  const written = finish(desk.write(request));
  expect(written).toMatchObject({ text: WRITTEN[0], step: 2000 });
  const pieces = sent.flatMap((event) => event.pieces);
  expect(sent.map(({ from }) => from)).toEqual(sent.map((_, i) => sent.slice(0, i).flatMap((e) => e.pieces).length));
  expect(pieces.map(({ id }) => desk.describe().tokens[id]).join('')).toBe(`${WRITTEN[0]}<end>`);
  for (const { id, alternatives } of pieces) {
    expect(alternatives.ids).toContain(id);
    expect(alternatives.chances[alternatives.ids.indexOf(id)]).toBeGreaterThan(0);
  }
});

test('writing is heard of between turns, and can be given up', async () => {
  const jobs = new Jobs({ ...clock, progress: () => undefined });
  const writing = jobs.run(1, desk.write(request));
  await new Promise((resolve) => setImmediate(resolve));
  jobs.cancel(1);
  expect(await writing).toBeNull();
  expect(finish(desk.write(request)).text).toBe(WRITTEN[0]);
});

test('a model of hidden tokens names candidates for each, and takes one', () => {
  const draw = (vocabulary: number) =>
    drawTransformer({
      ...{ vocabulary, context: 12, layers: 1, heads: 2, width: 16, dropout: 0, hasBias: true, isTied: true },
      feedForward: { hidden: 32, form: 'GELU' },
      normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
      positions: 'learned',
      sees: 'all positions',
    });
  load(makeLanguageModel({ ...languagePresets['bert-char'], draw }, { name: 'a', text: 'monday friday '.repeat(20) }));
  const { objective, special } = desk.describe();
  expect(objective).toBe('masked');
  const { ids } = desk.encodeMasked({ text: 'mon<mask>ay' });
  expect(ids[3]).toBe(special.mask);
  const { places } = finish(desk.fillMasks({ job: 1, ids: [...ids], off: [] }));
  expect(places.map(({ position }) => position)).toEqual([3]);
  const { candidates } = places[0]!;
  expect(candidates.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9); // 11 tokens: all but the mask are listed
  const filled = [...ids].map((id, i) => (i === 3 ? candidates.ids[0]! : id));
  const whole = finish(desk.fillMasks({ job: 1, ids: filled, off: [] }));
  expect(whole.places).toEqual([]);
  expect(whole.text).toHaveLength(6);
  // Between two turns anything may be asked; the answers are the same.
  const slow = desk.fillMasks({ job: 2, ids: [...ids], off: [] });
  for (let turn = 0; turn < 5; turn++) expect(slow.next().done).toBe(false);
  expect(finish(desk.fillMasks({ job: 3, ids: [...ids], off: [] })).places).toEqual(places);
  expect(finish(slow).places).toEqual(places);
});

test('the strongest parameters of a token have names, and turning one and undoing it restores every bit', () => {
  const steering = finish(desk.steer({ job: 1, prompt: 'mar', target: 8, off: [] }));
  expect(steering.entries).toHaveLength(50);
  const [first] = steering.entries;
  expect(first!.name.block).not.toBe('');
  const odds = () => finish(desk.odds({ job: 2, prompt: 'mar', besides: [8], off: [] }));
  const before = odds();
  // Slopes of a model of more than 4,096 parameters are computed in float32, what it writes in float64.
  expect(Math.log(before.probabilities[before.ids.indexOf(8)]!)).toBeCloseTo(steering.logProbability, 5);
  const result = setParameter(document, first!.id, first!.index, document.parameters[first!.id]![first!.index]! + 0.1);
  if (isRefusal(result)) throw new Error(result.message);
  const turned = apply(document, result.changes);
  const valuesOf = (changed: NetworkDocument) => ({ [first!.id]: changed.parameters[first!.id]! });
  loop.setParameters(valuesOf(turned));
  expect(odds().probabilities).not.toEqual(before.probabilities);
  const back = undo(record(emptyHistory, { label: result.label, changes: result.changes }))!;
  const undone = apply(turned, back.changes);
  expect(fingerprint(undone.parameters)).toBe(fingerprint(document.parameters));
  loop.setParameters(valuesOf(undone));
  expect(odds()).toEqual(before);
  expect(fingerprint(loop.languageModel.parameters)).toBe(fingerprint(document.parameters));
});

test('with a head off, text and loss are others; on again, they are what they were, to the bit', () => {
  const [attention] = desk.describe().parted;
  const off = [{ layer: attention!.layer, index: 0 }];
  const before = finish(desk.write(request));
  const without = finish(desk.write({ ...request, off }));
  expect(without.text).not.toBe(before.text);
  const { loss, losses } = finish(desk.ablate({ job: 1, off: [], parts: off }));
  expect(losses[0]).toBeGreaterThan(loss);
  expect(finish(desk.ablate({ job: 1, off, parts: [] })).loss).toBe(losses[0]);
  expect(finish(desk.write(request))).toEqual(before);
  expect(finish(desk.ablate({ job: 1, off: [], parts: [] })).loss).toBe(loss);
});
