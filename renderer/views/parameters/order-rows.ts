/**
 * Rows filtered and sorted a piece at a time, so that a table of a hundred thousand never holds up the window: every yield
 * comes after about a thousand operations.
 */

/** Operations between two yields. */
const PIECE = 1024;

/** A name as it is sorted: its numbers by size, so that h.2 comes before h.10. */
export const naturalKey = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(10, '0'));

/** Calls `read` for every row. @returns what it gave, in order */
export function* readRows<Value>(count: number, read: (row: number) => Value): Generator<void, Value[]> {
  const values: Value[] = [];
  for (let row = 0; row < count; row++) {
    values.push(read(row));
    if (row % PIECE === PIECE - 1) yield;
  }
  return values;
}

/** The same for numbers. */
export function* readNumbers(count: number, read: (row: number) => number): Generator<void, Float64Array> {
  const values = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    values[row] = read(row);
    if (row % PIECE === PIECE - 1) yield;
  }
  return values;
}

/** @returns the rows, ascending, of which `isKept` is true */
export function* filterRows(count: number, isKept: (row: number) => boolean): Generator<void, Uint32Array> {
  const kept = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    if (isKept(row)) kept[length++] = row;
    if (row % PIECE === PIECE - 1) yield;
  }
  return kept.subarray(0, length);
}

/**
 * Merge sort from runs of one upwards; rows with equal keys stay in their order, whichever way is sorted.
 *
 * @param keys by row
 */
export function* sortRows<Key extends number | string>(
  rows: Uint32Array,
  keys: ArrayLike<Key>,
  isDescending: boolean,
): Generator<void, Uint32Array> {
  const { length } = rows;
  let from = rows.slice();
  let to = new Uint32Array(length);
  let done = 0;
  for (let run = 1; run < length; run *= 2) {
    for (let start = 0; start < length; start += 2 * run) {
      const middle = Math.min(length, start + run);
      const end = Math.min(length, start + 2 * run);
      for (let left = start, right = middle, at = start; at < end; at++) {
        const takesLeft =
          left < middle && (right >= end || !isBefore(keys[from[right]!]!, keys[from[left]!]!, isDescending));
        to[at] = takesLeft ? from[left++]! : from[right++]!;
        if (++done % PIECE === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

const isBefore = <Key extends number | string>(a: Key, b: Key, isDescending: boolean): boolean =>
  isDescending ? a > b : a < b;
