/** What a timeline keeps within its budget: states spread evenly over all branches, edits as what they changed. */
import { describe, expect, test } from 'vitest';
import { unconstrained } from '../document/constraints.ts';
import { ONLY } from '../document/document.ts';
import { presets } from '../presets/registry.ts';
import { editBytes, mergedEdit, patchesOf, type Edit } from './edit.ts';
import { KeptState, type Snapshot } from './kept-state.ts';
import { Timeline } from './timeline.ts';

const settings = presets.xor.make().training[ONLY]!;
const ENTRIES = 100;
/** Eight bytes a number, and the generator. */
const STATE_BYTES = 8 * ENTRIES;

/** A state that no float32 holds. */
const at = (step: number): Snapshot => ({
  parameters: { w: new Float64Array(ENTRIES).fill(0.1) },
  position: { step, epoch: 0, cursor: 0, order: new Uint32Array(0), random: new Uint32Array(4), moments: {} },
  settings,
  constraints: unconstrained,
});

function run(timeline: Timeline, from: number, to: number): void {
  for (let step = from + 1; step <= to; step++) timeline.reached(step, () => at(step));
}

/** How far it is at most from a kept state to a step of a branch. */
function longestReplay(timeline: Timeline, branch: number): number {
  const { first, last } = timeline.range(branch);
  let longest = 0;
  for (let step = first; step <= last; step++) {
    longest = Math.max(longest, step - timeline.replay(branch, step).start.step);
  }
  return longest;
}

describe('branches share one budget', () => {
  test('three of them, the first of which fills it: every one stays within a few states of evenly spread', () => {
    const budget = 30 * STATE_BYTES;
    const timeline = new Timeline(at(0), budget);
    run(timeline, 0, 3000);
    timeline.fork(1500);
    run(timeline, 1500, 3000);
    timeline.choose(0);
    timeline.fork(600);
    run(timeline, 600, 3000);
    const { bytes } = timeline.memory;
    expect(bytes).toBeLessThanOrEqual(budget);
    // 3000 + 1500 + 2400 steps over at most 30 states, of which at least half are in use: 230 to 460 steps each, to a power of 2.
    for (const branch of [0, 1, 2])
      expect(longestReplay(timeline, branch), `branch ${branch}`).toBeLessThanOrEqual(1024);
    for (const branch of [1, 2]) expect(timeline.memoryOf(branch).ownBytes).toBeGreaterThanOrEqual(2 * STATE_BYTES);
  });

  test('with room for the first state alone, every step still has a beginning', () => {
    const timeline = new Timeline(at(0), 1);
    run(timeline, 0, 100);
    expect(timeline.memoryOf(0).snapshots).toBe(1);
    expect(timeline.replay(0, 100).start.step).toBe(0);
  });
});

describe('edits', () => {
  const large = new Float64Array(784 * 128);
  const turned = (value: number): Edit => {
    const whole = large.slice();
    whole[4711] = value;
    return { kind: 'parameters', patches: patchesOf({ w: whole }, () => large) };
  };

  test('a knob dragged through 300 steps of 784 × 128 weights costs its own values, not 300 tensors', () => {
    const timeline = new Timeline(at(0));
    for (let step = 1; step <= 300; step++) {
      timeline.edit(step - 1, turned(step));
      timeline.reached(step, () => at(step));
    }
    const { bytes } = timeline.memory;
    const states = timeline.memoryOf(0).snapshots * (STATE_BYTES + 16);
    expect(bytes - states).toBeLessThan(300 * 256);
    expect(timeline.replay(0, 10).edits).toHaveLength(11);
  });

  test('of one gesture at one step are one, whichever entries they change', () => {
    const first: Edit = {
      kind: 'parameters',
      patches: { w: { indices: Uint32Array.of(2, 5), values: Float64Array.of(1, 2) } },
    };
    const second: Edit = {
      kind: 'parameters',
      patches: { w: { indices: Uint32Array.of(0, 5), values: Float64Array.of(3, 4) } },
    };
    expect(mergedEdit(first, second)).toEqual({
      kind: 'parameters',
      patches: { w: { indices: Uint32Array.of(0, 2, 5), values: Float64Array.of(3, 1, 4) } },
    });
  });

  test('of every entry keep no places', () => {
    const wanted = Float64Array.of(1, 2, 3);
    expect(patchesOf({ w: wanted }, () => Float64Array.of(0, 0, 0))).toEqual({ w: { indices: null, values: wanted } });
    expect(patchesOf({ w: wanted }, () => wanted)).toEqual({});
  });

  test('that take more than half the budget give up the oldest steps, and say so by where the run begins', () => {
    const budget = 200 * STATE_BYTES;
    const timeline = new Timeline(at(0), budget);
    const whole: Edit = { kind: 'parameters', patches: { w: { indices: null, values: new Float64Array(ENTRIES) } } };
    for (let step = 1; step <= 1000; step++) {
      timeline.edit(step - 1, whole);
      timeline.reached(step, () => at(step));
      expect(timeline.memory.bytes).toBeLessThanOrEqual(budget + editBytes(whole) + STATE_BYTES);
    }
    const { first, last } = timeline.range(0);
    expect(first).toBeGreaterThan(800);
    expect(last).toBe(1000);
    expect(timeline.replay(0, first).edits.every(({ step }) => step === first)).toBe(true);
    expect(() => timeline.replay(0, first - 1)).toThrow(`from step ${first} to 1000`);
  });
});

test('a state of float32 numbers takes half the room and comes back to the bit, -0 and infinities too', () => {
  const values = Float64Array.from([0.1, -0, Infinity, 1e-40], Math.fround);
  const exact = at(3);
  const kept = new KeptState(
    { ...exact, parameters: { w: values }, position: { ...exact.position, moments: { 'm/w': values } } },
    0,
  );
  expect(kept.bytes).toBe(2 * 4 * values.length);
  const { parameters, position } = kept.snapshot;
  for (const back of [parameters['w']!, position.moments['m/w']!]) {
    expect([...back].every((value, i) => Object.is(value, values[i]))).toBe(true);
  }
});

test('of a network with room for two states, a step back from the end is never 32 steps of computing', () => {
  const numbers = new Float64Array(1_100_000).fill(0.1); // shared: only its size counts
  const large = (step: number): Snapshot => ({ ...at(step), parameters: { w: numbers } });
  const timeline = new Timeline(large(0), 2 * numbers.byteLength);
  for (let step = 1; step <= 200; step++) {
    timeline.reached(step, () => large(step));
    if (timeline.isFarOff(step, 1)) timeline.passing(step, () => large(step));
    expect(timeline.distanceTo(0, step - 1)).toBeLessThan(32);
  }
  expect(timeline.memoryOf(0).snapshots).toBeLessThanOrEqual(2);
});

test('where steps are quick beside copying a state, states for a step back lie so many steps apart as whoever trains says', () => {
  const numbers = new Float64Array(1_100_000).fill(0.1);
  const large = (step: number): Snapshot => ({ ...at(step), parameters: { w: numbers } });
  const timeline = new Timeline(large(0), 1);
  const copied: number[] = [];
  for (let step = 1; step <= 200; step++) {
    timeline.extend(step);
    if (!timeline.isFarOff(step, 80.5)) continue;
    timeline.passing(step, () => large(step));
    copied.push(step);
  }
  expect(copied).toEqual([81, 162]);
});
