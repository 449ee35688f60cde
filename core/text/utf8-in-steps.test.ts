import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { sha256 } from '../tensor/sha256.ts';
import { finish } from './steps.ts';
import { beginningOfUtf8, expectUtf8, textOfUtf8, utf8OfText } from './utf8-in-steps.ts';

const long = `${'a quick brown fox. '.repeat(4000)}${'größe 🐧 世界 '.repeat(9000)}end`;

describe('a text as bytes, a piece at a time', () => {
  it('is the text in one go, whatever lies where two pieces meet', () => {
    for (let shift = 0; shift < 4; shift++) {
      const text = 'x'.repeat(shift) + long;
      const utf8 = finish(utf8OfText(text));
      expect(sha256(utf8)).toBe(sha256(encodeUtf8(text)));
      expect(finish(textOfUtf8(utf8))).toBe(text);
    }
  });

  it('keeps any text and its beginning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, units) => {
        const utf8 = finish(utf8OfText(text));
        expect(finish(textOfUtf8(utf8))).toBe(text);
        expect(beginningOfUtf8(utf8, units)).toBe(text.slice(0, units).replace(/[\ud800-\udbff]$/, ''));
      }),
    );
  });

  it('takes more than one step for a long text', () => {
    const shares = [...utf8OfText(long)];
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
  });

  it('finds the same first byte that is none as reading does', () => {
    const damaged = fc.tuple(fc.string({ unit: 'grapheme' }), fc.nat(30), fc.integer({ min: 0, max: 255 }));
    const faultOf = (read: () => unknown): unknown => {
      try {
        read();
        return null;
      } catch (error) {
        return error;
      }
    };
    fc.assert(
      fc.property(damaged, ([text, place, byte]) => {
        const utf8 = encodeUtf8(text);
        if (place < utf8.length) utf8[place] = byte;
        expect(faultOf(() => finish(expectUtf8(utf8)))).toEqual(faultOf(() => decodeUtf8(utf8)));
      }),
    );
  });

  it('says which byte of a long text is none', () => {
    const utf8 = encodeUtf8(long);
    utf8[150_000] = 0xff;
    expect(() => finish(expectUtf8(utf8))).toThrow(new Utf8Error(150_000, 0xff));
    expect(() => finish(textOfUtf8(utf8))).toThrow(/is not UTF-8/);
    expect([...expectUtf8(encodeUtf8(long))].length).toBeGreaterThan(1);
  });
});
