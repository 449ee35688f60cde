import { expect, test } from 'vitest';
import { formatDuration } from './format-duration.ts';

test.each([
  [0.4, '0 s'],
  [12, '12 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [1534, '26 min'],
  [7200, '2 h'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, said) => {
  expect(formatDuration(seconds)).toBe(said);
});
