/** Products of the plan: every thread takes rows of the result, or columns where rows are few, or whole matrices. */
import { multiply } from './matrix-product';
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

export function product(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const rows = size(record, 0), columns = size(record, 1), inner = size(record, 2), count = size(record, 3);
  const accumulates = size(record, 4) != 0;
  const left = tensor(record, 0) + bytes(size(record, 5));
  const right = tensor(record, 1) + bytes(size(record, 9));
  const result = tensor(record, 2) + bytes(size(record, 13));
  const leftRow = size(record, 6), leftColumn = size(record, 7);
  const rightRow = size(record, 10), rightColumn = size(record, 11);
  const resultRow = size(record, 14);
  if (inner == 0 && accumulates) return;
  if (count == 1) {
    shared(rows, columns, inner, left, leftRow, leftColumn, right, rightRow, rightColumn, result, resultRow, accumulates, thread, threads, scratch);
    return;
  }
  const last = shareEnd(count, 1, thread, threads);
  for (let i = shareStart(count, 1, thread, threads); i < last; i++) {
    multiply(
      rows, columns, inner,
      left + bytes(i * size(record, 8)), leftRow, leftColumn,
      right + bytes(i * size(record, 12)), rightRow, rightColumn,
      result + bytes(i * size(record, 15)), resultRow, accumulates, scratch,
    );
  }
}

/** dW[o, i] (+)= Σ_rows g[row, o] x[row, i] */
export function weightGradient(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const rows = size(record, 0), outputs = size(record, 1), inputs = size(record, 2);
  shared(
    outputs, inputs, rows,
    tensor(record, 0), 1, outputs,
    tensor(record, 1), inputs, 1,
    tensor(record, 2), inputs, size(record, 3) != 0, thread, threads, scratch,
  );
}

function shared(
  rows: i32, columns: i32, inner: i32,
  left: usize, leftRow: i32, leftColumn: i32,
  right: usize, rightRow: i32, rightColumn: i32,
  result: usize, resultRow: i32, accumulates: bool, thread: i32, threads: i32, scratch: usize,
): void {
  if (rows >= 8 * threads || rows >= columns) {
    const first = shareStart(rows, 4, thread, threads);
    const own = shareEnd(rows, 4, thread, threads) - first;
    if (own > 0) {
      multiply(own, columns, inner, left + bytes(first * leftRow), leftRow, leftColumn, right, rightRow, rightColumn, result + bytes(first * resultRow), resultRow, accumulates, scratch);
    }
    return;
  }
  const first = shareStart(columns, 8, thread, threads);
  const own = shareEnd(columns, 8, thread, threads) - first;
  if (own > 0) {
    multiply(rows, own, inner, left, leftRow, leftColumn, right + bytes(first * rightColumn), rightRow, rightColumn, result + bytes(first), resultRow, accumulates, scratch);
  }
}
