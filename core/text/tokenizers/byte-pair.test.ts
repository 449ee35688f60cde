import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { mergePieces, pairKey } from './merge-pieces.ts';
import { tokenizerFromJson, trainTokenizer } from './registry.ts';
import type { Merge } from './tokenizer.ts';

describe('learning byte pairs', () => {
  test("joins the most frequent pair again and again: Sennrich's example", () => {
    // low ×5, lower ×2, newest ×6, widest ×3, each its own piece
    const text = ['low\n'.repeat(5), 'lower\n'.repeat(2), 'newest\n'.repeat(6), 'widest\n'.repeat(3)].join('');
    const merges: Merge[] = [];
    trainTokenizer('byte-pair', text, { size: 260 }, ({ merge }) => {
      if (merge) merges.push(merge);
    });
    expect(merges.map(({ token, count }) => [token, count])).toEqual([
      ['es', 9],
      ['est', 9],
      ['lo', 7],
      ['low', 7],
    ]);
  });

  test('finds the merges that counting everything anew after each would find', () => {
    const words = fc.array(fc.constantFrom('aab', 'abab', 'ba', 'aaaa', 'bbab'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (chosen) => {
        const text = chosen.join('\n');
        const merges: string[] = [];
        trainTokenizer('byte-pair', text, { size: 262 }, ({ merge }) => {
          if (merge) merges.push(`${merge.token} ${merge.count}`);
        });
        expect(merges).toEqual(mergesByCountingAnew(chosen, 6));
      }),
      { numRuns: 100 },
    );
  });

  test('stops when no pair occurs twice', () => {
    expect(trainTokenizer('byte-pair', 'abcdef', { size: 300 }).size).toBe(256);
  });

  test('never joins across a space: a word keeps the space before it', () => {
    const tokenizer = trainTokenizer('byte-pair', 'the cat the cat the cat', { size: 270 });
    expect([...tokenizer.encode('the cat the')].map((id) => tokenizer.tokens[id])).toEqual(['the', '·cat', '·the']);
  });
});

/** Code points of every plane, halves of pairs left out. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 60 })
  .map((codes) => String.fromCodePoint(...codes));

describe('a byte-pair tokenizer', () => {
  const tokenizer = trainTokenizer('byte-pair', 'Call me Ishmael. '.repeat(20), { size: 300 });

  test('gives back every text exactly', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  test('shows bytes that are not a character by their number', () => {
    const ids = tokenizer.encode('é');
    expect([...ids].map((id) => tokenizer.tokens[id])).toEqual(['⟨C3⟩', '⟨A9⟩']);
    expect(tokenizer.decode(ids.subarray(0, 1))).toBe('\ufffd');
  });

  test('encodes a page without a space in a time that grows with its length', () => {
    const wide = trainTokenizer('byte-pair', 'ab'.repeat(400), { size: 262 });
    const text = 'ab'.repeat(100_000);
    expect(wide.decode(wide.encode(text))).toBe(text);
  });

  test('refuses a merge that makes no token', () => {
    const stored = tokenizer.toJson();
    expect(() => tokenizerFromJson({ ...stored, merges: [[0, 1]] })).toThrow('Merge 1 joins tokens 0 and 1');
  });
});

test('a long piece is merged as a short one is', () => {
  const rules = new Map([
    [pairKey(1, 2), { rank: 0, token: 3 }],
    [pairKey(3, 3), { rank: 1, token: 4 }],
    [pairKey(2, 1), { rank: 2, token: 5 }],
    [pairKey(1, 1), { rank: 3, token: 6 }],
  ]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(1, 2), { minLength: 48, maxLength: 90 }), (ids) => {
      // pieces shorter than 48 take the plain loop; a long one is compared with that loop by hand
      expect(mergePieces([...ids], rules)).toEqual(mergeByHand([...ids], rules));
    }),
  );
});

function mergeByHand(ids: number[], rules: ReadonlyMap<number, { rank: number; token: number }>): number[] {
  for (;;) {
    const ranks = ids.slice(1).map((right, i) => rules.get(pairKey(ids[i]!, right))?.rank ?? Infinity);
    const lowest = Math.min(...ranks);
    if (lowest === Infinity) return ids;
    const at = ranks.indexOf(lowest);
    ids.splice(at, 2, rules.get(pairKey(ids[at]!, ids[at + 1]!))!.token);
  }
}

/** The definition, without any bookkeeping; tokens are numbered as they are made. */
function mergesByCountingAnew(words: readonly string[], wanted: number): string[] {
  const numbers = new Map<string, number>();
  const numberOf = (token: string): number => numbers.get(token) ?? encodeUtf8(token)[0]!;
  let pieces = words.map((word) => [...word]);
  const found: string[] = [];
  while (numbers.size < wanted) {
    const counts = new Map<string, [string, string, number]>();
    for (const piece of pieces) {
      for (let i = 0; i + 1 < piece.length; i++) {
        const [left, right] = [piece[i]!, piece[i + 1]!];
        const key = `${left} ${right}`;
        counts.set(key, [left, right, (counts.get(key)?.[2] ?? 0) + 1]);
      }
    }
    const best = [...counts.values()]
      .sort((a, b) => b[2] - a[2] || numberOf(a[0]) - numberOf(b[0]) || numberOf(a[1]) - numberOf(b[1]))
      .at(0);
    if (!best || best[2] < 2) return found;
    const [left, right, count] = best;
    if (!numbers.has(left + right)) numbers.set(left + right, 256 + numbers.size);
    found.push(`${left + right} ${count}`);
    pieces = pieces.map((piece) => {
      const merged: string[] = [];
      for (let i = 0; i < piece.length; i++) {
        if (piece[i] === left && piece[i + 1] === right) merged.push(piece[i++]! + right);
        else merged.push(piece[i]!);
      }
      return merged;
    });
  }
  return found;
}
