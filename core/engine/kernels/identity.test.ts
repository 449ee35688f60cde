import { expect, test } from 'vitest';
import { kernelRemark } from './identity.ts';
import { portable32, portable64 } from './portable.ts';

test('a run that other arithmetic goes on with is remarked on', () => {
  expect(kernelRemark(portable32.identity, portable64.identity)).toBe(
    'This run was computed by portable float32; here portable float64 computes: the last digits may differ.',
  );
});

test('another number of threads gives the same bits, and of old files it is not known', () => {
  expect(kernelRemark({ ...portable32.identity, threads: 4 }, portable32.identity)).toBeNull();
  expect(kernelRemark(undefined, portable64.identity)).toBeNull();
});
