import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

const parameters = { b: Float64Array.of(1, -0.5), a: Float64Array.of(Math.PI) };

test('is the SHA-256 of ids, lengths and little-endian values, by ascending id', () => {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return bytes;
  };
  const entry = (id: string, values: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(`${id}\0`), Buffer.from([values.length, 0, 0, 0]), ...values.map(number)]);
  const bytes = Buffer.concat([entry('a', [Math.PI]), entry('b', [1, -0.5])]);
  expect(fingerprint(parameters)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('does not depend on the order of the table, but on the last bit of every value, sign of zero included', () => {
  const print = fingerprint(parameters);
  expect(fingerprint({ a: parameters.a, b: parameters.b })).toBe(print);
  expect(fingerprint({ ...parameters, a: Float64Array.of(Math.PI + 2 ** -51) })).not.toBe(print);
  expect(fingerprint({ a: Float64Array.of(0) })).not.toBe(fingerprint({ a: Float64Array.of(-0) }));
});
