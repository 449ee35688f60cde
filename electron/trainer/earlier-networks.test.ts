import { expect, test } from 'vitest';
import { unconstrained } from '../../core/document/constraints.ts';
import { ONLY } from '../../core/document/document.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Snapshot } from '../../core/training/kept-state.ts';
import type { Past } from '../../core/training/timed-trainer.ts';
import { Timeline } from '../../core/training/timeline.ts';
import { EarlierNetworks } from './earlier-networks.ts';

const settings = presets.xor.make().training[ONLY]!;

const at = (step: number): Snapshot => ({
  parameters: { w: new Float64Array(100).fill(0.1) },
  position: { step, epoch: 0, cursor: 0, order: new Uint32Array(0), random: new Uint32Array(4), moments: {} },
  settings,
  constraints: unconstrained,
});

function past(steps: number): Past {
  const timeline = new Timeline(at(0));
  for (let step = 1; step <= steps; step++) timeline.reached(step, () => at(step));
  return { timeline, updateWatch: null };
}

test('earlier networks share their room: the largest is thinned out, and every step can still be come to', () => {
  const earlier = new EarlierNetworks(20 * 800);
  earlier.keep(1, past(160)); // 11 states
  earlier.keep(2, past(320)); // 21 states
  expect(earlier.bytes).toBeLessThanOrEqual(20 * 800);
  expect(earlier.runIds).toEqual([1, 2]);
  const { timeline } = earlier.take(2)!;
  expect(timeline.range(0)).toEqual({ first: 0, last: 320 });
  expect(timeline.replay(0, 320).start.step).toBeGreaterThan(200);
  expect(earlier.runIds).toEqual([1]);
});

test('with room for no more, the network with the fewest steps goes first; one without steps is not kept', () => {
  const earlier = new EarlierNetworks(2 * 800);
  earlier.keep(1, past(0));
  expect(earlier.runIds).toEqual([]);
  earlier.keep(2, past(50));
  earlier.keep(3, past(3));
  earlier.keep(4, past(70));
  expect(earlier.runIds).toEqual([2, 4]);
  expect(earlier.take(3)).toBeNull();
});

test('dragging a point of the data while training leaves many networks of a few steps: the long run outlives them', () => {
  const earlier = new EarlierNetworks(1_000_000);
  earlier.keep(1, past(5000));
  for (let runId = 2; runId < 200; runId++) earlier.keep(runId, past(3));
  expect(earlier.runIds).toHaveLength(24);
  expect(earlier.runIds).toContain(1);
});
