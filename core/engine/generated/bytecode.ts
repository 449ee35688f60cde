/**
 * WebAssembly in its binary form, written by hand: numbers, instructions and expressions as bytes. An expression is the
 * bytes that leave one value on the stack, so composing expressions is joining their bytes.
 *
 * @see WebAssembly Core Specification 2.0, chapter 5 (binary format) and section 4.4 (vector instructions)
 */

/** Bytes of a statement, or of an expression, which leaves one value on the stack. */
export type Code = readonly number[];

/** Unsigned LEB128: seven bits per byte, lowest first; the top bit says that more follow. For 0 <= value < 2^32. */
export function unsignedLeb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128: ends when what is left is nothing but the sign, which bit 6 of the last byte repeats. For 32-bit integers. */
export function signedLeb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isSignOnly = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    if (isSignOnly) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** The eight bytes of a double, lowest first. */
export function doubleBytes(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => view.getUint8(i));
}

/** A name: its length, then its letters, which must be ASCII. */
export const nameBytes = (name: string): number[] => [
  ...unsignedLeb128(name.length),
  ...Array.from(name, (letter) => letter.charCodeAt(0)),
];

/** A counted list: how many, then each. */
export const vectorBytes = (items: readonly Code[]): number[] => [...unsignedLeb128(items.length), ...items.flat()];

export const valueType = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueType;

/** Instructions without an immediate operand. */
const plain = {
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.gt_s': 0x4a,
  'i32.ge_s': 0x4e,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.convert_i32_s': 0xb7,
} as const;

/** Vector instructions without an immediate operand: numbers of the 0xfd group. */
const vector = {
  'f64x2.splat': 20,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'v128.not': 77,
  'v128.and': 78,
  'v128.or': 80,
  'v128.bitselect': 82,
  'i64x2.shl': 203,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.pmin': 246,
  'f64x2.pmax': 247,
} as const;

/** Loads and stores: [bytes of the instruction, log2 of the alignment that is promised]. */
const memory = {
  'i32.load': [[0x28], 2],
  'f64.load': [[0x2b], 3],
  'i32.store': [[0x36], 2],
  'f64.store': [[0x39], 3],
  'v128.load': [[0xfd, 0], 3],
  'v128.load64_splat': [[0xfd, 10], 3],
  'v128.load64_zero': [[0xfd, 93], 3],
  'v128.store': [[0xfd, 11], 3],
} as const;

const VECTOR = 0xfd;
const LOAD_LANE = 87; // v128.load64_lane
const STORE_LANE = 91; // v128.store64_lane
const EXTRACT_LANE = 33; // f64x2.extract_lane
const REPLACE_LANE = 34; // f64x2.replace_lane
const SHUFFLE = 13; // i8x16.shuffle
const EMPTY_BLOCK = 0x40;
const END = 0x0b;

export type PlainName = keyof typeof plain;
export type VectorName = keyof typeof vector;
export type MemoryName = keyof typeof memory;

/** An instruction after its operands. */
export const op = (name: PlainName | VectorName, ...operands: readonly Code[]): Code => [
  ...operands.flat(),
  ...(name in plain ? [plain[name as PlainName]] : [VECTOR, ...unsignedLeb128(vector[name as VectorName])]),
];

/** A load (operands: address) or a store (operands: address, value) at a constant offset from the address. */
export function access(name: MemoryName, offset: number, ...operands: readonly Code[]): Code {
  const [instruction, alignment] = memory[name];
  return [...operands.flat(), ...instruction, alignment, ...unsignedLeb128(offset)];
}

export const i32Const = (value: number): Code => [0x41, ...signedLeb128(value)];
export const f64Const = (value: number): Code => [0x44, ...doubleBytes(value)];
/** Both lanes hold `value`. */
export const f64x2Const = (value: number): Code => [VECTOR, 12, ...doubleBytes(value), ...doubleBytes(value)];

export const getLocal = (index: number): Code => [0x20, ...unsignedLeb128(index)];
export const setLocal = (index: number, value: Code): Code => [...value, 0x21, ...unsignedLeb128(index)];
export const call = (index: number, ...operands: readonly Code[]): Code => [
  ...operands.flat(),
  0x10,
  ...unsignedLeb128(index),
];

export const extractLane = (lane: number, pair: Code): Code => [...pair, VECTOR, EXTRACT_LANE, lane];
export const replaceLane = (lane: number, pair: Code, value: Code): Code => [
  ...pair,
  ...value,
  VECTOR,
  REPLACE_LANE,
  lane,
];
/** Reads one lane of a pair from memory, keeping the other lane of `pair`. */
export const loadLane = (lane: number, offset: number, address: Code, pair: Code): Code => [
  ...[...address, ...pair, VECTOR, LOAD_LANE, 3],
  ...[...unsignedLeb128(offset), lane],
];
export const storeLane = (lane: number, offset: number, address: Code, pair: Code): Code => [
  ...[...address, ...pair, VECTOR, STORE_LANE, 3],
  ...[...unsignedLeb128(offset), lane],
];
/** [left[l], right[r]] for lanes l and r. */
export function joinLanes(l: number, left: Code, r: number, right: Code): Code {
  const places = Array.from({ length: 16 }, (_, i) => (i < 8 ? l * 8 + i : 16 + r * 8 + i - 8));
  return [...left, ...right, VECTOR, SHUFFLE, ...places];
}

export const ifThen = (condition: Code, body: Code): Code => [...condition, 0x04, EMPTY_BLOCK, ...body, END];
export const ifElse = (condition: Code, yes: Code, no: Code): Code => [
  ...[...condition, 0x04, EMPTY_BLOCK],
  ...[...yes, 0x05, ...no, END],
];
/** Between `loopStart` and `loopEnd` stands what runs at least once, and again while the condition at its end holds. */
export const loopStart: Code = [0x03, EMPTY_BLOCK];
export const loopEnd = (condition: Code): Code => [...condition, 0x0d, 0, END];
/** Sets `bytes` bytes from `start` on to 0. */
export const clear = (start: number, bytes: number): Code => [
  ...[...i32Const(start), ...i32Const(0), ...i32Const(bytes)],
  ...[0xfc, 11, 0],
];
