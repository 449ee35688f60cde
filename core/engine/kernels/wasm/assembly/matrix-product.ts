/**
 * The matrix product that everything large comes down to: blocks of both factors are copied ("packed") into the order in
 * which they are used, then 4 x 8 tiles of the result are held in eight registers while the inner dimension runs.
 *
 * @see Goto, van de Geijn 2008, "Anatomy of high-performance matrix multiplication"
 */
import { bytes } from './record';
import { multiplyAdd } from './mathematics';
import { pack } from './pack';

/** Rows and columns of a tile. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;
/** Extent of the blocks that are packed: inner dimension, rows of the left factor, columns of the right. */
const INNER: i32 = 400;
const ROWS: i32 = 64;
const COLUMNS: i32 = 256;

/**
 * c[4, 8] (+)= a packed column of 4s times a packed row of 8s, over `inner` of them.
 *
 * One step of the inner dimension a turn: with two, V8 puts both products of a sum side by side, and the second waits.
 */
function tile(inner: i32, left: usize, right: usize, c: usize, rowBytes: usize, accumulates: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  for (let k = inner; k > 0; k--) {
    const b0 = v128.load(right), b1 = v128.load(right, 16);
    let a = v128.load32_splat(left);
    c00 = multiplyAdd(a, b0, c00), c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(left, 4);
    c10 = multiplyAdd(a, b0, c10), c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(left, 8);
    c20 = multiplyAdd(a, b0, c20), c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(left, 12);
    c30 = multiplyAdd(a, b0, c30), c31 = multiplyAdd(a, b1, c31);
    left += 16;
    right += 32;
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

/** A block of the left factor, in strips of 4 rows. */
function packLeft(from: usize, rowStep: i32, columnStep: i32, rows: i32, inner: i32, to: usize): void {
  pack(TILE_ROWS, from, rowStep, columnStep, rows, inner, to);
}

/** A block of the right factor, in strips of 8 columns. */
function packRight(from: usize, rowStep: i32, columnStep: i32, inner: i32, columns: i32, to: usize): void {
  pack(TILE_COLUMNS, from, columnStep, rowStep, columns, inner, to);
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

/** Extent of blocks of at most `most` whole fours, all about as long: a short last one would cost as much as it does for its results. */
// @ts-ignore: decorator
@inline
function evenly(extent: i32, most: i32): i32 {
  const blocks = max(1, (extent + most - 1) / most);
  return max(4, ((extent + blocks - 1) / blocks + 3) & ~3);
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
  const step = evenly(inner, INNER);
  for (let jc = 0; jc < columns; jc += COLUMNS) {
    const width = min(COLUMNS, columns - jc);
    for (let pc = 0; pc < inner; pc += step) {
      const depth = min(step, inner - pc);
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
