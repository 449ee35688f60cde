/**
 * The two directions in which the rows of a table differ most (principal component analysis), and each row's place along them:
 * eigenvectors of the covariance XᵀX / rows of the centred rows X, with the largest eigenvalues. Narrow tables by Jacobi on the
 * whole covariance; wide ones by block power iteration (multiply, make orthogonal, Rayleigh-Ritz), which needs only the first
 * few. Both are deterministic; a direction's largest entry is made positive, so that a map does not flip between two looks.
 *
 * @see Jolliffe, "Principal Component Analysis", 2002; Golub and Van Loan, section 8.2
 */
import { Random } from '../../tensor/random.ts';
import { symmetricEigen, type Eigen } from './symmetric-eigen.ts';
import type { Turns } from './text-reader.ts';

export interface PrincipalComponents {
  /** Place of each row along the first two directions, from the mean. [rows, 2] */
  readonly points: Float64Array;
  /** Share of the whole variance along each of the two, 0 .. 1. */
  readonly explained: readonly [number, number];
}

/** Up to here the whole covariance is decomposed. */
const WIDEST_JACOBI = 48;
const BLOCK = 8;
const MOST_ROUNDS = 400;
const TOLERANCE = 1e-11;
const ROWS_A_TURN = 256;

/** @param table [rows, width] */
export function* principalComponents(table: Float64Array, width: number): Turns<PrincipalComponents> {
  const rows = table.length / width;
  const mean = new Float64Array(width);
  for (let row = 0; row < rows; row++) for (let i = 0; i < width; i++) mean[i]! += table[row * width + i]! / rows;
  const covariance = yield* covarianceOf(table, width, mean);
  let total = 0;
  for (let i = 0; i < width; i++) total += covariance[i * width + i]!;
  const eigen: Eigen =
    width <= WIDEST_JACOBI ? symmetricEigen(covariance, width) : yield* leadingEigen(covariance, width);
  const points = new Float64Array(rows * 2);
  for (let axis = 0; axis < Math.min(2, width); axis++) {
    const direction = withPositiveLargest(eigen.vectors.subarray(axis * width, (axis + 1) * width));
    for (let row = 0; row < rows; row++) {
      let along = 0;
      for (let i = 0; i < width; i++) along += (table[row * width + i]! - mean[i]!) * direction[i]!;
      points[row * 2 + axis] = along;
    }
  }
  const shareOf = (axis: number): number => (total > 0 ? Math.max(0, eigen.values[axis] ?? 0) / total : 0);
  return { points, explained: [shareOf(0), shareOf(1)] };
}

function* covarianceOf(table: Float64Array, width: number, mean: Float64Array): Turns<Float64Array> {
  const rows = table.length / width;
  const covariance = new Float64Array(width * width);
  const centred = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) centred[i] = table[row * width + i]! - mean[i]!;
    for (let i = 0; i < width; i++) {
      const factor = centred[i]! / rows;
      for (let j = 0; j <= i; j++) covariance[i * width + j]! += factor * centred[j]!;
    }
    if (row % ROWS_A_TURN === ROWS_A_TURN - 1) yield;
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) covariance[j * width + i] = covariance[i * width + j]!;
  return covariance;
}

/** The `BLOCK` largest, of which the first two have come to rest. */
function* leadingEigen(matrix: Float64Array, n: number): Turns<Eigen> {
  const random = Random.fromSeed(1);
  let block = orthonormal(
    Float64Array.from({ length: BLOCK * n }, () => random.uniform() - 0.5),
    n,
  );
  let found: Eigen = { values: new Float64Array(BLOCK), vectors: block };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const image = multiply(matrix, block, n);
    const small = symmetricEigen(inner(block, image, n), BLOCK);
    found = { values: small.values, vectors: turned(block, small.vectors, n) };
    const [first, second] = [residual(matrix, found, n, 0), residual(matrix, found, n, 1)];
    if (Math.max(first, second) <= TOLERANCE * Math.abs(found.values[0]!)) break;
    block = orthonormal(turned(image, small.vectors, n), n);
    yield;
  }
  return found;
}

/** Each row of the block times the symmetric matrix. */
function multiply(matrix: Float64Array, block: Float64Array, n: number): Float64Array {
  const image = new Float64Array(block.length);
  for (let b = 0; b < block.length; b += n) {
    for (let i = 0; i < n; i++) {
      const factor = block[b + i]!;
      for (let j = 0; j < n; j++) image[b + j]! += factor * matrix[i * n + j]!;
    }
  }
  return image;
}

function inner(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const count = left.length / n;
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += left[i * n + k]! * right[j * n + k]!;
      products[i * count + j] = sum;
    }
  }
  return products;
}

/** New rows: each a mixture of the block's, by a row of `by`. */
function turned(block: Float64Array, by: Float64Array, n: number): Float64Array {
  const count = block.length / n;
  const result = new Float64Array(block.length);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const factor = by[i * count + j]!;
      for (let k = 0; k < n; k++) result[i * n + k]! += factor * block[j * n + k]!;
    }
  }
  return result;
}

/** Gram-Schmidt, twice for the digits; a row that depends on those before it becomes 0. */
function orthonormal(block: Float64Array, n: number): Float64Array {
  for (let b = 0; b < block.length; b += n) {
    const row = block.subarray(b, b + n);
    for (let pass = 0; pass < 2; pass++) {
      for (let a = 0; a < b; a += n) {
        let dot = 0;
        for (let k = 0; k < n; k++) dot += row[k]! * block[a + k]!;
        for (let k = 0; k < n; k++) row[k]! -= dot * block[a + k]!;
      }
    }
    let squares = 0;
    for (let k = 0; k < n; k++) squares += row[k]! * row[k]!;
    const length = Math.sqrt(squares);
    for (let k = 0; k < n; k++) row[k] = length > 1e-300 ? row[k]! / length : 0;
  }
  return block;
}

/** |A v - λ v| */
function residual(matrix: Float64Array, { values, vectors }: Eigen, n: number, which: number): number {
  const vector = vectors.subarray(which * n, (which + 1) * n);
  const image = multiply(matrix, Float64Array.from(vector), n);
  let squares = 0;
  for (let k = 0; k < n; k++) {
    const off = image[k]! - values[which]! * vector[k]!;
    squares += off * off;
  }
  return Math.sqrt(squares);
}

function withPositiveLargest(direction: Float64Array): Float64Array {
  let largest = 0;
  for (const entry of direction) if (Math.abs(entry) > Math.abs(largest) * (1 + 1e-9)) largest = entry;
  return largest < 0 ? direction.map((entry) => -entry) : direction;
}
