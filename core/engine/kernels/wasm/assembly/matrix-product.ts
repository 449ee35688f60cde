/**
 * The matrix product that everything large comes down to: blocks of both factors are copied ("packed") into the order in
 * which they are used, then 4 x 8 tiles of the result are held in eight registers while the inner dimension runs.
 *
 * @see Goto, van de Geijn 2008, "Anatomy of high-performance matrix multiplication"
 */
import { bytes } from './record';
import { multiplyAdd } from './mathematics';

/** Rows and columns of a tile. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;
/** Extent of the blocks that are packed: inner dimension, rows of the left factor, columns of the right. */
const INNER: i32 = 256;
const ROWS: i32 = 64;
const COLUMNS: i32 = 256;

/** c[4, 8] (+)= a packed column of 4s times a packed row of 8s, over `inner` of them. */
function tile(inner: i32, left: usize, right: usize, c: usize, rowBytes: usize, accumulates: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  for (let pairs = inner >> 1; pairs > 0; pairs--) {
    let b0 = v128.load(right), b1 = v128.load(right, 16);
    let a = v128.load32_splat(left);
    c00 = multiplyAdd(a, b0, c00), c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(left, 4);
    c10 = multiplyAdd(a, b0, c10), c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(left, 8);
    c20 = multiplyAdd(a, b0, c20), c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(left, 12);
    c30 = multiplyAdd(a, b0, c30), c31 = multiplyAdd(a, b1, c31);
    b0 = v128.load(right, 32), b1 = v128.load(right, 48);
    a = v128.load32_splat(left, 16);
    c00 = multiplyAdd(a, b0, c00), c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(left, 20);
    c10 = multiplyAdd(a, b0, c10), c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(left, 24);
    c20 = multiplyAdd(a, b0, c20), c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(left, 28);
    c30 = multiplyAdd(a, b0, c30), c31 = multiplyAdd(a, b1, c31);
    left += 32;
    right += 64;
  }
  if (inner & 1) {
    const b0 = v128.load(right), b1 = v128.load(right, 16);
    let a = v128.load32_splat(left);
    c00 = multiplyAdd(a, b0, c00), c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(left, 4);
    c10 = multiplyAdd(a, b0, c10), c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(left, 8);
    c20 = multiplyAdd(a, b0, c20), c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(left, 12);
    c30 = multiplyAdd(a, b0, c30), c31 = multiplyAdd(a, b1, c31);
  }
  storeRow(c, c00, c01, accumulates);
  storeRow(c + rowBytes, c10, c11, accumulates);
  storeRow(c + rowBytes + rowBytes, c20, c21, accumulates);
  storeRow(c + rowBytes + rowBytes + rowBytes, c30, c31, accumulates);
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, first: v128, second: v128, accumulates: bool): void {
  if (accumulates) {
    v128.store(c, f32x4.add(v128.load(c), first));
    v128.store(c, f32x4.add(v128.load(c, 16), second), 16);
  } else {
    v128.store(c, first);
    v128.store(c, second, 16);
  }
}

/** Copies a block of the right factor into strips of 8 columns, filled up with zeros. Steps are in entries. */
function packRight(from: usize, rowStep: i32, columnStep: i32, inner: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    let target = to + bytes(j * inner);
    let source = from + bytes(j * columnStep);
    const width = min(TILE_COLUMNS, columns - j);
    if (width == TILE_COLUMNS && columnStep == 1) {
      for (let k = 0; k < inner; k++) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        target += 32;
        source += 4 * rowStep;
      }
    } else if (width == TILE_COLUMNS && rowStep == 1) {
      packTransposed(source, columnStep, inner, target);
    } else {
      for (let k = 0; k < inner; k++) {
        for (let q = 0; q < TILE_COLUMNS; q++) {
          store<f32>(target + 4 * q, q < width ? load<f32>(source + bytes(q * columnStep)) : 0);
        }
        target += 32;
        source += 4 * rowStep;
      }
    }
  }
}

/** A strip of 8 columns, each of which lies in one piece: transposes 4 x 4 at a time. */
function packTransposed(source: usize, columnStep: i32, inner: i32, target: usize): void {
  const step = bytes(columnStep);
  let k = 0;
  for (; k + 3 < inner; k += 4) {
    for (let q = 0; q < TILE_COLUMNS; q += 4) {
      const s = source + bytes(k) + <usize>q * step;
      const r0 = v128.load(s), r1 = v128.load(s + step), r2 = v128.load(s + step + step), r3 = v128.load(s + step + step + step);
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const d = target + bytes(k * TILE_COLUMNS + q);
      v128.store(d, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
      v128.store(d, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 32);
      v128.store(d, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 64);
      v128.store(d, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 96);
    }
  }
  for (; k < inner; k++) {
    for (let q = 0; q < TILE_COLUMNS; q++) {
      store<f32>(target + bytes(k * TILE_COLUMNS + q), load<f32>(source + bytes(k) + <usize>q * step));
    }
  }
}

/** Copies a block of the left factor into strips of 4 rows, filled up with zeros. */
function packLeft(from: usize, rowStep: i32, columnStep: i32, rows: i32, inner: i32, to: usize): void {
  const row = bytes(rowStep);
  for (let i = 0; i < rows; i += TILE_ROWS) {
    let target = to + bytes(i * inner);
    let source = from + <usize>i * row;
    const height = min(TILE_ROWS, rows - i);
    if (height == TILE_ROWS && rowStep == 1) {
      for (let k = 0; k < inner; k++) {
        v128.store(target, v128.load(source));
        target += 16;
        source += 4 * columnStep;
      }
    } else if (height == TILE_ROWS) {
      for (let k = 0; k < inner; k++) {
        store<f32>(target, load<f32>(source));
        store<f32>(target, load<f32>(source + row), 4);
        store<f32>(target, load<f32>(source + row + row), 8);
        store<f32>(target, load<f32>(source + row + row + row), 12);
        target += 16;
        source += 4 * columnStep;
      }
    } else {
      for (let k = 0; k < inner; k++) {
        for (let q = 0; q < TILE_ROWS; q++) {
          store<f32>(target + 4 * q, q < height ? load<f32>(source + <usize>q * row) : 0);
        }
        target += 16;
        source += 4 * columnStep;
      }
    }
  }
}

/** All tiles of one packed block pair. */
function tiles(rows: i32, columns: i32, inner: i32, left: usize, right: usize, spare: usize, c: usize, rowStep: i32, accumulates: bool): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const strip = right + bytes(j * inner);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const to = c + bytes(i * rowStep + j);
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) {
        tile(inner, left + bytes(i * inner), strip, to, bytes(rowStep), accumulates);
        continue;
      }
      tile(inner, left + bytes(i * inner), strip, spare, 4 * TILE_COLUMNS, false);
      const height = min(TILE_ROWS, rows - i), width = min(TILE_COLUMNS, columns - j);
      for (let x = 0; x < height; x++) {
        for (let y = 0; y < width; y++) {
          const place = to + bytes(x * rowStep + y);
          const value = load<f32>(spare + bytes(x * TILE_COLUMNS + y));
          store<f32>(place, accumulates ? load<f32>(place) + value : value);
        }
      }
    }
  }
}

/**
 * c[rows, columns] (+)= left[rows, inner] · right[inner, columns]; entry (row, column) of a factor stands
 * `row * rowStep + column * columnStep` entries from its address. `scratch`: PACKING_BYTES of the thread's own.
 */
export function multiply(
  rows: i32, columns: i32, inner: i32,
  left: usize, leftRow: i32, leftColumn: i32,
  right: usize, rightRow: i32, rightColumn: i32,
  c: usize, cRow: i32, accumulates: bool, scratch: usize,
): void {
  const packedLeft = scratch;
  const packedRight = scratch + bytes(ROWS * INNER);
  const spare = packedRight + bytes(INNER * (COLUMNS + TILE_COLUMNS));
  for (let jc = 0; jc < columns; jc += COLUMNS) {
    const width = min(COLUMNS, columns - jc);
    for (let pc = 0; pc < inner; pc += INNER) {
      const depth = min(INNER, inner - pc);
      packRight(right + bytes(pc * rightRow + jc * rightColumn), rightRow, rightColumn, depth, width, packedRight);
      for (let ic = 0; ic < rows; ic += ROWS) {
        const height = min(ROWS, rows - ic);
        packLeft(left + bytes(ic * leftRow + pc * leftColumn), leftRow, leftColumn, height, depth, packedLeft);
        const to = c + bytes(ic * cRow + jc);
        tiles(height, width, depth, packedLeft, packedRight, spare, to, cRow, accumulates || pc > 0);
      }
    }
  }
}
