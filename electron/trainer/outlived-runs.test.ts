/** Runs of a training process that has died go on in the next one, from the copy that the window has. */
import { expect, test } from 'vitest';
import { unconstrained } from '../../core/document/constraints.ts';
import { ONLY } from '../../core/document/document.ts';
import { portable64 } from '../../core/engine/kernels/portable.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Frame, LoadedFrame } from '../../core/training/frame.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import type { PackedTimeline } from '../../core/protocol/packed-timeline.ts';
import { finish } from '../../core/text/steps.ts';
import { TrainingLoop } from './training-loop.ts';

const { layers, connections, parameters, data, training } = presets.xor.make();

const newProcess = (): TrainingLoop =>
  new TrainingLoop({
    now: () => 0,
    kernelsFor: () => portable64,
    kernelsForLookingBack: () => () => portable64,
    soon: () => undefined,
    sendFrame: () => undefined,
  });

function load(loop: TrainingLoop, frame: Frame | null = null, timeline: PackedTimeline | null = null): LoadedFrame {
  return loop.load({
    ...{ runId: 7, resumes: frame !== null, timeline, layers, connections, constraints: unconstrained },
    ...{ data: data[ONLY]!, training: training[ONLY]! },
    ...(frame ? { parameters: frame.parameters, position: frame.position } : { parameters, position: null }),
  });
}

const copyOf = (loop: TrainingLoop): PackedTimeline | null => finish(loop.copy({ runId: 7, mostBytes: 1e6 }));

function at(loop: TrainingLoop, branch: number, step: number): string {
  for (const work = loop.visit({ branch, step, job: 1 }); ;) {
    const { done, value } = work.next();
    if (done === true) return fingerprint(value.parameters);
  }
}

test('steps after the copy are part of the same run again, where doing them again gives the state that the window has', () => {
  const before = newProcess();
  load(before);
  before.step(10);
  const copy = copyOf(before);
  const last = before.step(15);
  const seventh = at(before, 0, 7);

  const after = newProcess();
  const frame = load(after, last, copy);
  expect(frame).toMatchObject({ isResumed: true, branch: { id: 0, first: 0, last: 25 } });
  expect(at(after, 0, 7)).toBe(seventh);
  expect(at(after, 0, 25)).toBe(fingerprint(last.parameters));
});

test('after an edit that the copy does not have, the state begins a run of its own, and the copied one ends where it did', () => {
  const before = newProcess();
  load(before);
  before.step(10);
  const copy = copyOf(before);
  const [id, values] = Object.entries(parameters)[0]!;
  before.setParameters({ [id]: values.map((value) => value + 1) });
  const last = before.step(15);
  const seventh = at(before, 0, 7);

  const after = newProcess();
  const frame = load(after, last, copy);
  expect(frame).toMatchObject({ isResumed: true, branch: { id: 1, first: 25, last: 25 } });
  expect(at(after, 0, 7)).toBe(seventh);
  expect(() => at(after, 0, 11)).toThrow('from step 0 to 10');
});

test('the runs of a network that was left can be copied after the next one has come', () => {
  const loop = newProcess();
  load(loop);
  const last = loop.step(10);
  const other = { runId: 8, resumes: false, timeline: null, position: null, constraints: unconstrained };
  loop.load({ ...other, layers, connections, parameters, data: data[ONLY]!, training: training[ONLY]! });
  expect(finish(loop.copy({ runId: 9, mostBytes: 1e6 }))).toBeNull();

  const after = newProcess();
  expect(load(after, last, copyOf(loop))).toMatchObject({ isResumed: true, branch: { id: 0, first: 0, last: 10 } });
});
