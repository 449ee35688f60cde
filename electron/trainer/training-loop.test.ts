import { describe, expect, test } from 'vitest';
import { portable64 } from '../../core/engine/kernels/portable.ts';
import { prepareData } from '../../core/data/prepare.ts';
import { unconstrained } from '../../core/document/constraints.ts';
import type { NetworkDocument, RunPosition } from '../../core/document/document.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Frame } from '../../core/training/frame.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { TrainingLoop } from './training-loop.ts';

/** A language model of some 50 000 parameters: 1.2 MB with the optimizer's state. */
function fiftyThousandParameters(batchSize = 1): NetworkDocument {
  const { form, ...preset } = languagePresets['gpt-char-small'];
  const draw = (vocabulary: number) =>
    drawTransformer({ ...form, layers: 1, width: 66, heads: 2, context: 4, vocabulary });
  const training = { ...preset.training, batchSize };
  const text = 'to be or not to be, that is the question '.repeat(4);
  return makeLanguageModel({ ...preset, draw, training }, { name: 'short', text });
}

function finish<Result>(work: InTurns<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** A loop whose clock and turns are the test's. */
function started(
  document: NetworkDocument,
  millisecondsALook = 1,
  position: RunPosition | null = null,
): {
  loop: TrainingLoop;
  frames: { frame: number; content: Frame }[];
  turn: () => void;
} {
  const frames: { frame: number; content: Frame }[] = [];
  let clock = 0;
  let waiting: (() => void)[] = [];
  const loop = new TrainingLoop({
    now: () => (clock += millisecondsALook),
    kernelsFor: () => portable64,
    kernelsForLookingBack: () => () => portable64,
    soon: (callback) => waiting.push(callback),
    sendFrame: (frame, content) => frames.push({ frame, content }),
  });
  const { layers, connections, parameters, data, training } = document;
  loop.load({
    runId: 1,
    resumes: false,
    timeline: null,
    layers,
    connections,
    parameters,
    data: data['now']!,
    training: training['now']!,
    constraints: unconstrained,
    position,
  });
  const turn = (): void => {
    const now = waiting;
    waiting = [];
    for (const callback of now) callback();
  };
  return { loop, frames, turn };
}

describe('the training loop', () => {
  test('drops no step, however slowly frames are acknowledged', () => {
    const { loop, frames, turn } = started(presets.xor.make());
    loop.run();
    let seen = 0;
    for (let i = 0; i < 200; i++) {
      turn();
      if (i % 9 === 0 && frames.length > 0) loop.acknowledge(frames.at(-1)!.frame);
    }
    const last = loop.pause();
    for (const { content } of [...frames, { content: last }]) {
      expect(content.position.step - content.losses.length).toBe(seen);
      seen = content.position.step;
    }
    expect(seen).toBeGreaterThan(1000);
  });

  test('has one frame on its way at a time', () => {
    const { loop, frames, turn } = started(presets.xor.make());
    loop.run();
    for (let i = 0; i < 50; i++) turn();
    expect(frames).toHaveLength(1);
    loop.acknowledge(frames[0]!.frame);
    for (let i = 0; i < 50; i++) turn();
    expect(frames).toHaveLength(2);
  });

  test('stands still after a pause and goes on to the same bits', () => {
    const one = started(presets.xor.make());
    one.loop.run();
    for (let i = 0; i < 20; i++) one.turn();
    const paused = one.loop.pause();
    for (let i = 0; i < 20; i++) one.turn();
    expect(one.loop.pause().position.step).toBe(paused.position.step);
    const finished = one.loop.step(500);
    const other = started(presets.xor.make()).loop.step(paused.position.step + 500);
    expect(fingerprint(finished.parameters)).toBe(fingerprint(other.parameters));
  });

  test('another process continues from the last frame to the same bits', () => {
    const { loop } = started(presets.spirals.make());
    const last = loop.step(137);
    const { layers, connections, data, training } = presets.spirals.make();
    const second = started(presets.xor.make()).loop;
    second.load({
      runId: 2,
      resumes: false,
      timeline: null,
      layers,
      connections,
      parameters: last.parameters,
      data: data['now']!,
      training: training['now']!,
      constraints: unconstrained,
      position: last.position,
    });
    expect(fingerprint(second.step(100).parameters)).toBe(fingerprint(loop.step(100).parameters));
  });

  test('stands still while the data of another network are prepared: nothing is kept that the page never heard of', async () => {
    const { loop, turn } = started(presets.xor.make());
    loop.run();
    for (let i = 0; i < 5; i++) turn();
    const { step } = loop.whole().position;
    const { layers, connections, parameters, data, training } = presets.worked.make();
    let slices = 0;
    function* preparing() {
      for (; slices < 40; slices++) yield;
      return prepareData(data['now']!);
    }
    const loading = loop.prepareAndLoad(
      {
        ...{ runId: 2, resumes: false, timeline: null, layers, connections, parameters, data: data['now']! },
        ...{ training: training['now']!, constraints: unconstrained, position: null },
      },
      preparing(),
    );
    expect(slices).toBeLessThan(20);
    for (let i = 0; i < 3; i++) turn();
    expect(loop.whole()).toMatchObject({ position: { step } });
    for (; slices < 40; await Promise.resolve()) turn();
    expect((await loading).position.step).toBe(0);
  });

  test('a loss that is no number stops the run, says why and keeps what was before', () => {
    const { loop, frames, turn } = started(presets.worked.make());
    const { training } = presets.worked.make();
    loop.configure({ ...training['now']!, optimizerSettings: { learningRate: 1e6, weightDecay: 0 } });
    loop.run();
    for (let i = 0; i < 50 && !frames.at(-1)?.content.stopped; i++) {
      turn();
      if (frames.length > 0) loop.acknowledge(frames.at(-1)!.frame);
    }
    const { stopped, parameters } = frames.at(-1)!.content;
    expect(stopped?.message).toMatch(
      /at step \d+ \(learning rate 1000000\)\. Training paused; the parameters of step \d+ are kept/,
    );
    for (const values of Object.values(parameters)) expect(values.every(Number.isFinite)).toBe(true);
  });

  test('a network that is loaded after a quick one begins with few steps at once: messages are heard however large it is', () => {
    const { loop, turn } = started(presets.xor.make());
    loop.run();
    for (let i = 0; i < 20; i++) turn();
    expect(loop.pause().position.step).toBeGreaterThan(10_000);
    const { layers, connections, parameters, data, training } = presets.spirals.make();
    const spirals = { layers, connections, parameters, data: data['now']!, training: training['now']! };
    loop.load({ runId: 2, resumes: false, timeline: null, ...spirals, constraints: unconstrained, position: null });
    loop.run();
    turn();
    expect(loop.pause().position.step).toBeLessThan(20);
  });

  test('a request before any network is refused by name', () => {
    const loop = new TrainingLoop({
      now: () => 0,
      kernelsFor: () => portable64,
      kernelsForLookingBack: () => () => portable64,
      soon: () => undefined,
      sendFrame: () => undefined,
    });
    expect(() => loop.step(1)).toThrow('no network is loaded');
  });

  test('sends of a large network what views ask for, and all of it when asked, in time, and at its end', () => {
    const { loop, frames, turn } = started(fiftyThousandParameters(), 5);
    loop.run();
    const seen = (): Frame => {
      for (let i = 0; i < 12; i++) {
        turn();
        if (frames.length > 0) loop.acknowledge(frames.at(-1)!.frame);
      }
      return frames.at(-1)!.content;
    };
    const light = seen();
    expect(light.isWhole).toBe(false);
    expect(light.parameters).toEqual({});
    expect(light.position.moments).toEqual({});
    const whole = loop.whole();
    const [first] = Object.keys(whole.parameters);
    expect(whole.isWhole).toBe(true);
    expect(loop.pause().isWhole).toBe(true);
    loop.run();
    loop.watch([first!, 'gone.weight']);
    expect(Object.keys(seen().parameters)).toEqual([first]);
    const again = started({ ...fiftyThousandParameters(), parameters: whole.parameters }, 5, whole.position).loop;
    const after = again.step(3);
    const now = finish(loop.visit({ job: 1, branch: 0, step: whole.position.step + 3 }));
    expect(fingerprint(after.parameters)).toBe(fingerprint(now.parameters));
  });

  test('pausing a large network leaves the state before its last update at hand: one step back, and its trace, replay nothing', () => {
    const { loop, turn } = started(fiftyThousandParameters(), 5);
    loop.run();
    for (let i = 0; i < 5; i++) turn();
    const last = loop.pause();
    const { step } = last.position;
    const trace = finish(loop.traceStep())!;
    expect(trace.step).toBe(step);
    const [id, moved] = Object.entries(trace.updates).find(([, values]) => values.some((value) => value !== 0))!;
    const work = loop.visit({ job: 1, branch: 0, step: step - 1 });
    const first = work.next();
    expect(first.done).toBe(true); // not one turn of steps
    const before = first.value as Frame;
    expect(before.position.step).toBe(step - 1);
    before.parameters[id]!.forEach((value, i) => expect(last.parameters[id]![i]! - value).toBe(moved[i]));
    expect(fingerprint(loop.step(1).parameters)).toBe(fingerprint(last.parameters));
  });

  test('a long way back goes in turns; given up, nothing has moved, and once gone the next steps back are at hand', () => {
    const { loop } = started(fiftyThousandParameters(16), 5);
    const shown: string[] = [];
    const singly = started(fiftyThousandParameters(16), 5).loop;
    for (let step = 1; step <= 14; step++) shown[step] = fingerprint(singly.step(1).parameters);
    const end = loop.step(18);
    const givenUp = loop.visit({ job: 1, branch: 0, step: 14 });
    const { done, value } = givenUp.next();
    expect(done).toBe(false);
    expect(value).toBeGreaterThan(0);
    expect(loop.whole().position.step).toBe(18);
    expect(fingerprint(loop.whole().parameters)).toBe(fingerprint(end.parameters));
    expect(fingerprint(finish(loop.visit({ job: 2, branch: 0, step: 14 })).parameters)).toBe(shown[14]);
    for (let step = 13; step >= 1; step--) {
      const back = loop.visit({ job: 3, branch: 0, step }).next();
      expect(back.done, `step ${step}`).toBe(true);
      expect(fingerprint((back.value as Frame).parameters)).toBe(shown[step]);
    }
  });

  test('an undo to a state that was shown finds its branch without computing a step of it', () => {
    const { loop } = started(fiftyThousandParameters(), 5);
    const document = fiftyThousandParameters();
    const shown = loop.step(20);
    const [id] = Object.keys(shown.parameters);
    const turned = {
      ...shown.parameters,
      [id!]: shown.parameters[id!]!.map((value, i) => (i === 3 ? value + 1 : value)),
    };
    loop.setParameters({ [id!]: turned[id!]! });
    loop.step(20);
    const restored = (parameters: Frame['parameters']): Frame =>
      loop.restore({
        parameters,
        training: document.training['now']!,
        constraints: unconstrained,
        position: shown.position,
      });
    const began = performance.now();
    const frame = restored(turned);
    expect(frame.branch).toMatchObject({ id: 0, last: 40 });
    expect(performance.now() - began).toBeLessThan(2000); // a replay of 20 steps takes longer by far
    expect(restored(shown.parameters).branch).toMatchObject({ id: 1, parent: null, first: 20 }); // before the knob was turned
    expect(fingerprint(loop.whole().parameters)).toBe(fingerprint(shown.parameters));
  });

  test('another network leaves the runs of the one before: going on with it finds every branch and step, bit for bit', () => {
    const { loop } = started(presets.xor.make());
    const asLoaded = (name: 'xor' | 'spirals', runId: number, frame: Frame | null, resumes: boolean) => {
      const { layers, connections, parameters, data, training } = presets[name].make();
      return loop.load({
        ...{ runId, resumes, timeline: null, layers, connections, data: data['now']!, training: training['now']! },
        parameters: frame?.parameters ?? parameters,
        constraints: unconstrained,
        position: frame?.position ?? null,
      });
    };
    const end = loop.step(120);
    const early = finish(loop.visit({ job: 1, branch: 0, step: 40 }));
    loop.fork();
    const forked = loop.step(10);
    const other = asLoaded('spirals', 2, null, false);
    expect([other.isResumed, other.earlier]).toEqual([false, [1]]);
    const spirals = loop.step(30);
    expect(loop.memory().earlier).toBeGreaterThan(0);
    const back = asLoaded('xor', 1, forked, true);
    expect([back.isResumed, back.earlier]).toEqual([true, [2]]);
    expect(back.branch).toMatchObject({ id: 1, parent: 0, from: 40, first: 0, last: 50 });
    expect(fingerprint(finish(loop.visit({ job: 1, branch: 0, step: 120 })).parameters)).toBe(
      fingerprint(end.parameters),
    );
    expect(fingerprint(finish(loop.visit({ job: 1, branch: 1, step: 40 })).parameters)).toBe(
      fingerprint(early.parameters),
    );
    expect(asLoaded('spirals', 2, spirals, true).branch).toMatchObject({ id: 0, last: 30 });
    expect(fingerprint(loop.step(1).parameters)).toBe(
      fingerprint(started(presets.spirals.make()).loop.step(31).parameters),
    );
  });

  test('a network in which nothing happened leaves nothing, and what was given up is not said to go on', () => {
    const { loop } = started(presets.xor.make());
    const { layers, connections, parameters, data, training } = presets.spirals.make();
    const spirals = { layers, connections, parameters, data: data['now']!, training: training['now']! };
    const load = (runId: number, resumes: boolean) =>
      loop.load({ runId, resumes, timeline: null, ...spirals, constraints: unconstrained, position: null });
    expect(load(2, false).earlier).toEqual([]);
    expect(load(9, true)).toMatchObject({ isResumed: false, branch: { id: 0, first: 0, last: 0 } });
  });

  test('the runs of a project go on in another process: branch, range and bits; of other arithmetic they do not', () => {
    const one = started(presets.xor.make()).loop;
    one.step(90);
    finish(one.visit({ job: 1, branch: 0, step: 30 }));
    one.fork();
    const end = one.step(10);
    const timeline = one.store(1e6)!;
    const { layers, connections, data, training } = presets.xor.make();
    const load = (stored: typeof timeline) => {
      const { loop } = started(presets.spirals.make());
      const frame = loop.load({
        ...{ runId: 2, resumes: false, timeline: stored, layers, connections },
        ...{ data: data['now']!, training: training['now']!, constraints: unconstrained },
        ...{ parameters: end.parameters, position: end.position },
      });
      return { loop, frame };
    };
    const { loop, frame } = load(timeline);
    expect(frame).toMatchObject({ isResumed: true, branch: { id: 1, parent: 0, from: 30, first: 0, last: 40 } });
    const there = finish(loop.visit({ job: 1, branch: 0, step: 61 }));
    expect(fingerprint(there.parameters)).toBe(
      fingerprint(finish(one.visit({ job: 1, branch: 0, step: 61 })).parameters),
    );
    const [first, ...rest] = timeline.states;
    const kernels = { ...first!.position.kernels!, arithmetic: 'another' };
    const elsewhere = { ...timeline, states: [{ ...first!, position: { ...first!.position, kernels } }, ...rest] };
    expect(load(elsewhere).frame).toMatchObject({ isResumed: false, branch: { id: 0, first: 40, last: 40 } });
  });
});
