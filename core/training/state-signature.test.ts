import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchesOf } from './edit.ts';
import { signatureAfter, signatureOf } from './state-signature.ts';

const table = fc.record({
  'a.weight': fc.float64Array({ minLength: 6, maxLength: 6 }),
  'b.bias': fc.float64Array({ minLength: 3, maxLength: 3 }),
});

test('an edit takes the signature to that of the edited parameters, whichever entries it changed', () => {
  fc.assert(
    fc.property(table, table, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (before, other, picked) => {
      const after = Object.fromEntries(
        Object.entries(before).map(([id, values]) => [
          id,
          values.map((value, i) => (picked[i] ? other[id as keyof typeof other][i]! : value)),
        ]),
      );
      const present = (id: string): Float64Array => before[id as keyof typeof before];
      expect(signatureAfter(signatureOf(before), patchesOf(after, present), present)).toEqual(signatureOf(after));
    }),
  );
});

test('values that changed places, or parameters that did, have another signature; so have 0 and -0', () => {
  const signature = (a: number[], b: number[]): string =>
    JSON.stringify(signatureOf({ a: Float64Array.from(a), b: Float64Array.from(b) }));
  const all = [signature([1, 2], [3]), signature([2, 1], [3]), signature([3, 2], [1]), signature([1, 2], [-3])];
  all.push(signature([0, 2], [3]), signature([-0, 2], [3]));
  expect(new Set(all).size).toBe(all.length);
});
