/** The copy of a timeline that crosses to the page: few arrays, and every bit, edit and branch again when it is taken apart. */
import { expect, test } from 'vitest';
import type { Table } from '../document/document.ts';
import { finish } from '../text/steps.ts';
import type { Snapshot } from '../training/kept-state.ts';
import { Timeline } from '../training/timeline.ts';
import { packTimeline, unpackTimeline, type PackedTimeline } from './packed-timeline.ts';

const NEURONS = 50;

function at(step: number): Snapshot {
  const values = (shift: number): Table<Float64Array> =>
    Object.fromEntries(Array.from({ length: NEURONS }, (_, i) => [`w${i}`, Float64Array.of(i / 3 + step + shift)]));
  return {
    parameters: { ...values(0), single: Float64Array.of(0.5, -0, NaN) },
    position: {
      ...{ step, epoch: 1, cursor: 2 },
      ...{ order: Uint32Array.of(3, 1, 4294967295), random: Uint32Array.of(7, step) },
      moments: step === 0 ? {} : values(1000),
    },
    settings: { batchSize: 4 } as Snapshot['settings'],
    constraints: { constraints: {}, ties: {} },
  };
}

/** Two branches with edits of every kind. */
function timeline(): Timeline {
  const made = new Timeline(at(0));
  made.reached(20, () => at(20));
  const patches = {
    w1: { indices: null, values: Float64Array.of(9) },
    single: { indices: Uint32Array.of(0, 2), values: Float64Array.of(1, 2) },
  };
  made.edit(20, { kind: 'parameters', patches });
  made.reached(40, () => at(40));
  made.edit(40, { kind: 'settings', settings: { batchSize: 8 } as Snapshot['settings'] });
  made.fork(20);
  made.reached(60, () => at(60));
  return made;
}

const packed = (made: Timeline): PackedTimeline => finish(packTimeline(made.select(1e6)!));

/** Every array that a message of it has. */
function arraysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (ArrayBuffer.isView(value)) return 1;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + arraysOf(part), 0);
}

test('taken apart it is the timeline that would have been stored', () => {
  const made = timeline();
  expect(unpackTimeline(structuredClone(packed(made)))).toEqual(made.store(1e6));
});

test('however many arrays the states have, the message has a few', () => {
  const made = timeline();
  expect(arraysOf(made.store(1e6))).toBeGreaterThan(4 * NEURONS);
  const { forms, ...copy } = packed(made);
  expect(arraysOf(copy)).toBe(1);
  expect(forms.length).toBeLessThan(8);
});

test('what training does while it is packed is not in it', () => {
  const made = timeline();
  const before = made.store(1e6);
  const work = packTimeline(made.select(1e6)!);
  work.next();
  made.edit(60, { kind: 'settings', settings: { batchSize: 2 } as Snapshot['settings'] });
  made.reached(80, () => at(80));
  expect(unpackTimeline(finish(work))).toEqual(before);
});

test('a copy of which a part is missing is refused', () => {
  const copy = packed(timeline());
  expect(() => unpackTimeline({ ...copy, numbers: copy.numbers.slice(1) })).toThrow('does not fit together');
});
