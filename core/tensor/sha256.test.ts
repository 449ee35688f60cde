import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';
import { Sha256, sha256 } from './sha256.ts';

describe('SHA-256', () => {
  test('gives the digest of the standard for "abc"', () => {
    expect(sha256(Uint8Array.of(97, 98, 99))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('equals an independent implementation for every length around the block size', () => {
    const random = Random.fromSeed(1);
    for (let length = 0; length <= 200; length++) {
      const bytes = Uint8Array.from({ length }, () => random.integer(256));
      expect(sha256(bytes), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('does not depend on how the bytes are cut', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const inPieces = new Sha256();
    for (let at = 0; at < bytes.length; at += 37) inPieces.update(bytes.subarray(at, at + 37));
    expect(inPieces.hex()).toBe(sha256(bytes));
  });
});
