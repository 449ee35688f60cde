import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

test('equals the platform on any text, both ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(encodeUtf8(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    }),
  );
});

test('refuses exactly the bytes that the platform refuses', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      let expected: string | null;
      try {
        expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        expected = null;
      }
      if (expected === null) expect(() => decodeUtf8(bytes)).toThrow('is not UTF-8 text');
      else expect(decodeUtf8(bytes)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});
