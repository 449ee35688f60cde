import { expect, test } from 'vitest';
import { FramePace } from './frame-pace.ts';

test('cheap frames come with every displayed one', () => {
  const pace = new FramePace(16);
  expect(pace.interval).toBe(16);
  for (let i = 0; i < 9; i++) pace.took(0.2);
  expect(pace.interval).toBe(16);
});

test('frames that cost much come so seldom that training keeps 54 parts in 55 of its time; one that was held up changes nothing', () => {
  const pace = new FramePace(16);
  for (let i = 0; i < 9; i++) pace.took(4);
  expect(pace.interval).toBe(220);
  pace.took(90);
  expect(pace.interval).toBe(220);
  for (let i = 0; i < 5; i++) pace.took(1);
  expect(pace.interval).toBe(55);
});
