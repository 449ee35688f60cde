import { expect, test } from 'vitest';
import { groundSize } from './ground-size.ts';

test.each([
  [9, 'a square of 3 mm'],
  [4192, 'a square of 6.47 cm'],
  [62_370, 'a square of 25 cm, an A4 sheet'],
  [124_439_808, 'a square of 11.2 m, 29.8 table-tennis tables'],
  [70_553_706_496, 'a square of 266 m, 9.88 football pitches'],
])('%i parameters are %s at a square millimetre each', (count, text) => expect(groundSize(count)).toBe(text));
