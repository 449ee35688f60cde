import { expect, test } from 'vitest';
import { errorFunction } from './error-function.ts';

/** x and erf x from the C library (Python's math.erf), over every piece that the function is put together from. */
const known = [
  [0.01, 0.011283415555849616],
  [0.3, 0.3286267594591274],
  [0.84, 0.7651427114549946],
  [0.85, 0.7706680576083526],
  [1.0, 0.8427007929497149],
  [1.2, 0.9103139782296353],
  [1.26, 0.9252359418101295],
  [1.7, 0.9837904585907745],
  [2.2, 0.9981371537020182],
  [2.85, 0.9999443437200386],
  [2.9, 0.9999589021219005],
  [3.5, 0.9999992569016276],
  [4.4, 0.999999999510829],
  [5.5, 0.9999999999999927],
] as const;

test('erf equals the C library to within 2 units in the last place', () => {
  for (const [x, erf] of known) {
    expect(Math.abs(errorFunction(x) - erf) / erf).toBeLessThan(2 * 2 ** -52);
    expect(errorFunction(-x)).toBe(-errorFunction(x));
  }
});

test('erf reaches its ends and passes NaN on', () => {
  expect(errorFunction(0)).toBe(0);
  expect(errorFunction(7)).toBe(1);
  expect(errorFunction(-Infinity)).toBe(-1);
  expect(errorFunction(NaN)).toBeNaN();
});
