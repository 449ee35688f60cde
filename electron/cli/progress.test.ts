import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

test('where a step takes more than a second, it says how long one takes', () => {
  let time = 0;
  let note = '';
  const surroundings = { out: () => undefined, note: (text: string) => (note += text), isTerminal: false };
  const progress = new Progress(10, { ...surroundings, now: () => time });
  time = 40_000;
  progress.show(2, 4.2);
  expect(note).toBe('step 2/10  loss 4.200  20 s a step  2 min 40 s left\n');
});
