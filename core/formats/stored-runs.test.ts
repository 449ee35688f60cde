/** A project keeps its runs: opened again, every step of every branch is come to with the bits of the first visit. */
import { expect, test } from 'vitest';
import { FileError } from '../data/file-error.ts';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { presets } from '../presets/registry.ts';
import { fingerprint } from '../training/fingerprint.ts';
import { TimedTrainer } from '../training/timed-trainer.ts';
import { Timeline } from '../training/timeline.ts';
import { Random } from '../tensor/random.ts';
import { mutate } from './fixtures/mutate.ts';
import { checksum, CHECKSUM, CONTENT, readProject, writeProject } from './project.ts';
import { readContainer, writeContainer } from './safetensors.ts';
import type { StoredRun, StoredRuns } from './stored-runs.ts';

function timedOf(document: NetworkDocument, timeline?: Timeline): TimedTrainer {
  const { network } = compileNetwork(document.layers, document.connections);
  const setup = {
    network: network!,
    data: prepareData(document.data[ONLY]!),
    settings: document.training[ONLY]!,
    parameters: document.parameters,
    position: document.run[ONLY] ?? null,
  };
  return new TimedTrainer(setup, timeline && { timeline, updateWatch: null });
}

/** A run of 300 steps with edits, and a branch that left it at 120. */
function trained() {
  const start = presets.xor.make();
  const timed = timedOf(start);
  timed.steps(50);
  timed.configure({
    ...timed.settings,
    batchSize: 2,
    optimizer: 'adam',
    optimizerSettings: start.training[ONLY]!.optimizerSettings,
  });
  timed.configure(start.training[ONLY]!);
  timed.steps(250);
  timed.visit(0, 120);
  const [id, values] = Object.entries(timed.trainer.parameters)[0]!;
  timed.setParameters({ [id]: values.map((value) => value + 0.5) });
  timed.constrain({
    constraints: { [id]: { frozen: new Uint8Array(values.length).fill(1), minimum: null, maximum: null } },
    ties: {},
  });
  timed.steps(60);
  const seen = [0, 49, 50, 119, 120, 121, 180].map((step) => [1, step, at(timed, 1, step)] as const);
  const others = [130, 300].map((step) => [0, step, at(timed, 0, step)] as const);
  timed.visit(1, 180);
  const { parameters, position } = timed.trainer;
  const document = { ...start, parameters, run: { [ONLY]: position }, ...timed.constraints };
  return { timed, document, seen: [...seen, ...others] };
}

function at(timed: TimedTrainer, branch: number, step: number): string {
  timed.visit(branch, step);
  const { parameters, position } = timed.trainer;
  return `${fingerprint(parameters)} ${fingerprint(position.moments)} ${position.cursor} ${position.random.join()}`;
}

const curve = (id: number): StoredRun => ({
  ...{ id, name: `the run ${id}`, isPinned: id === 1, isDeleted: false },
  losses: Float64Array.of(1, NaN, 0.5),
  evaluations: [{ step: 0, trainingLoss: 1, validationLoss: null, trainingAccuracy: 0.5, validationAccuracy: null }],
  norms: { steps: Float64Array.of(1, 2), gradient: Float64Array.of(0.5, 0.25), update: Float64Array.of(0.1, 0) },
  edits: [{ step: 3, lastStep: 4, madeAt: 12.5, subject: 'w(1,1)', from: '1', to: null }],
  settings: [{ step: 0, settings: presets.xor.make().training[ONLY]! }],
});

const write = (document: NetworkDocument, runs: StoredRuns): Uint8Array =>
  writeProject({ document, history: null, runs, appVersion: '0.1.0' });

test.each([
  ['with room for every state', 1e7],
  ['with room for hardly more than the beginnings', 4000],
])('%s, names, curves, edits and every step come back from the file', (_, mostBytes) => {
  const { timed, document, seen } = trained();
  const runs = { timeline: timed.timeline.store(mostBytes)!, branches: [curve(0), curve(1)] };
  const opened = readProject(write(document, runs));
  expect(opened.runs).toEqual(runs);
  const again = timedOf(opened.document, Timeline.from(opened.runs!.timeline));
  expect(again.branch).toEqual({ id: 1, parent: 0, from: 120 });
  expect(again.timeline.branchIds).toEqual([0, 1]);
  for (const [branch, step, state] of seen) expect(at(again, branch, step), `${branch}:${step}`).toBe(state);
});

test('runs that take more than they may are not stored, and a project without them opens as before', () => {
  const { timed, document } = trained();
  expect(timed.timeline.store(500)).toBeNull();
  const bytes = writeProject({ document, history: null, appVersion: '0.1.0' });
  expect('runs' in readProject(bytes)).toBe(false);
});

test('runs of another network, or with steps that do not fit together, are refused', () => {
  const { timed, document } = trained();
  const timeline = timed.timeline.store(1e7)!;
  const branches = [curve(0), curve(1)];
  const other = { ...presets.spirals.make() };
  expect(() => readProject(write(other, { timeline, branches }))).toThrow('of another network');
  expect(() => readProject(write(document, { timeline, branches: [curve(0)] }))).toThrow('every run has a name');
  const lost = { ...timeline, branches: timeline.branches.map((branch) => ({ ...branch, kept: [999] })) };
  expect(() => readProject(write(document, { timeline: lost, branches }))).toThrow('do not fit together');
  const endless = { ...timeline, branches: timeline.branches.map((branch) => ({ ...branch, end: 1 })) };
  expect(() => readProject(write(document, { timeline: endless, branches }))).toThrow('do not fit together');
});

test('of 400 damaged lists of runs with a fitting checksum each is read, and makes a timeline, or is refused with a FileError', () => {
  const { timed, document } = trained();
  const runs = { timeline: timed.timeline.store(4000)!, branches: [curve(0), curve(1)] };
  const { metadata, tensors } = readContainer(write(document, runs));
  const random = Random.fromSeed(11);
  let refused = 0;
  for (let i = 0; i < 400; i++) {
    const damaged = tensors.map((tensor) => {
      if (tensor.name !== 'runs') return tensor;
      const values = mutate(tensor.values as Uint8Array, random);
      return { ...tensor, shape: [values.length], values };
    });
    const sum = checksum(metadata[CONTENT]!, damaged);
    try {
      const opened = readProject(writeContainer({ metadata: { ...metadata, [CHECKSUM]: sum }, tensors: damaged }));
      expect(Timeline.from(opened.runs!.timeline).branchIds).toHaveLength(2);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(200);
});
