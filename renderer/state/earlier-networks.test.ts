/** Which networks count as earlier ones, also when a training process has died between. */
import { expect, test, vi } from 'vitest';
import type { PackedTimeline } from '../../core/protocol/packed-timeline.ts';
import { EarlierNetworks, type EarlierNetwork } from './earlier-networks.svelte.ts';

vi.stubGlobal('$state', { raw: (value: unknown) => value });

const network = (runId: number): EarlierNetwork =>
  ({ runId, document: {}, runs: {}, stored: null }) as unknown as EarlierNetwork;
const copyOf = (name: string): PackedTimeline => ({ name }) as unknown as PackedTimeline;
const idsOf = ({ list }: EarlierNetworks): number[] => list.map(({ runId }) => runId);

test('a network that came back after a crash is no earlier one any more', () => {
  const earlier = new EarlierNetworks();
  earlier.follow([1], { left: network(1), present: 2 });
  earlier.store(() => copyOf('first'));
  expect(idsOf(earlier)).toEqual([1]);
  earlier.follow([2], { left: network(2), present: 1 });
  expect(idsOf(earlier)).toEqual([2]);
});

test('after a second crash the newer copy of its runs is the one that counts', () => {
  const earlier = new EarlierNetworks();
  earlier.follow([1], { left: network(1), present: 2 });
  earlier.store(() => copyOf('first'));
  earlier.store(() => copyOf('second'));
  expect(earlier.list[0]!.stored).toEqual(copyOf('second'));
  earlier.store(() => null);
  expect(earlier.list[0]!.stored).toEqual(copyOf('second'));
});
