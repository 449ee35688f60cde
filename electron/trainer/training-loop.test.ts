import { describe, expect, test } from 'vitest';
import { portable64 } from '../../core/engine/kernels/portable.ts';
import { unconstrained } from '../../core/document/constraints.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Frame } from '../../core/training/frame.ts';
import { fingerprint } from '../../core/training/fingerprint.ts';
import { TrainingLoop } from './training-loop.ts';

/** A loop whose clock and turns are the test's. */
function started(preset: keyof typeof presets): {
  loop: TrainingLoop;
  frames: { frame: number; content: Frame }[];
  turn: () => void;
} {
  const frames: { frame: number; content: Frame }[] = [];
  let clock = 0;
  let waiting: (() => void)[] = [];
  const loop = new TrainingLoop({
    now: () => (clock += 1),
    kernelsFor: () => portable64,
    kernelsForLookingBack: () => () => portable64,
    soon: (callback) => waiting.push(callback),
    sendFrame: (frame, content) => frames.push({ frame, content }),
  });
  const { layers, connections, parameters, data, training } = presets[preset].make();
  loop.load({
    runId: 1,
    layers,
    connections,
    parameters,
    data: data['now']!,
    training: training['now']!,
    constraints: unconstrained,
    position: null,
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
    const { loop, frames, turn } = started('xor');
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
    const { loop, frames, turn } = started('xor');
    loop.run();
    for (let i = 0; i < 50; i++) turn();
    expect(frames).toHaveLength(1);
    loop.acknowledge(frames[0]!.frame);
    for (let i = 0; i < 50; i++) turn();
    expect(frames).toHaveLength(2);
  });

  test('stands still after a pause and goes on to the same bits', () => {
    const one = started('xor');
    one.loop.run();
    for (let i = 0; i < 20; i++) one.turn();
    const paused = one.loop.pause();
    for (let i = 0; i < 20; i++) one.turn();
    expect(one.loop.pause().position.step).toBe(paused.position.step);
    const finished = one.loop.step(500);
    const other = started('xor').loop.step(paused.position.step + 500);
    expect(fingerprint(finished.parameters)).toBe(fingerprint(other.parameters));
  });

  test('another process continues from the last frame to the same bits', () => {
    const { loop } = started('spirals');
    const last = loop.step(137);
    const { layers, connections, data, training } = presets.spirals.make();
    const second = started('xor').loop;
    second.load({
      runId: 2,
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

  test('a loss that is no number stops the run, says why and keeps what was before', () => {
    const { loop, frames, turn } = started('worked');
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
});
