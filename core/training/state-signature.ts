/**
 * Tells whether parameters are those of a known step without computing that step again: 64 bits that are a sum over all
 * entries, so that an edit changes it by what the edit changed.
 *
 *     s = Σ h(parameter, index, value's bits)   modulo 2³², twice, with two mixing functions h
 *
 * It is no checksum against an adversary: a false match of two states of one run has a chance of about 2⁻⁶⁴.
 */
import type { Table } from '../document/document.ts';
import type { Patch } from './edit.ts';

export interface Signature {
  readonly a: number;
  readonly b: number;
}

export const isSameSignature = (one: Signature, other: Signature): boolean => one.a === other.a && one.b === other.b;

export function signatureOf(parameters: Table<Float64Array>): Signature {
  const sum = new Sum();
  for (const [id, values] of Object.entries(parameters)) sum.add(id, values, null, 1);
  return sum.signature;
}

/** That of the parameters after an edit. @param before values of a parameter before it */
export function signatureAfter(
  { a, b }: Signature,
  patches: Table<Patch>,
  before: (id: string) => Float64Array,
): Signature {
  const sum = new Sum(a, b);
  for (const [id, { indices, values }] of Object.entries(patches)) {
    const old = before(id);
    sum.add(id, indices ? Float64Array.from(indices, (index) => old[index]!) : old, indices, -1);
    sum.add(id, values, indices, 1);
  }
  return sum.signature;
}

class Sum {
  #a: number;
  #b: number;

  constructor(a = 0, b = 0) {
    this.#a = a;
    this.#b = b;
  }

  get signature(): Signature {
    return { a: this.#a, b: this.#b };
  }

  /** @param indices of the values; null = 0, 1, 2 ... @param sign 1 adds them, -1 takes them away */
  add(id: string, values: Float64Array, indices: Uint32Array | null, sign: 1 | -1): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    const seed = [...id].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < values.length; i++) {
      const low = words[2 * i]!;
      const high = words[2 * i + 1]!;
      let hash = Math.imul(low ^ seed ^ Math.imul((indices ? indices[i]! : i) + 1, 0x9e3779b1), 0x85ebca6b);
      hash ^= hash >>> 15;
      hash = Math.imul(hash ^ high, 0xc2b2ae35);
      hash ^= hash >>> 13;
      a = (a + sign * hash) | 0;
      hash = Math.imul(hash ^ Math.imul(high, 0x27d4eb2f), 0x165667b1);
      b = (b + sign * (hash ^ (hash >>> 16) ^ low)) | 0;
    }
    this.#a = a;
    this.#b = b;
  }
}
