/** Softmax of rows, and what attention and the losses share of it. */
import { exponential, exponentialOf, largestOf, multiplyAdd, sumOf } from './mathematics';
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** Largest of `scale · row`. */
// @ts-ignore: decorator
@inline
export function rowLargest(row: usize, count: i32): f32 {
  let vectors = f32x4.splat(-f32.MAX_VALUE);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) vectors = f32x4.max(vectors, v128.load(row + i));
  let largest = largestOf(vectors);
  for (; i < end; i += 4) largest = max<f32>(largest, load<f32>(row + i));
  return largest;
}

/** to = e^(scale · (from - largest)), and their sum. */
// @ts-ignore: decorator
@inline
export function rowExponentials(from: usize, to: usize, count: i32, scale: f32, largest: f32): f32 {
  const scales = f32x4.splat(scale), offsets = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) {
    const e = exponential(f32x4.mul(scales, f32x4.sub(v128.load(from + i), offsets)));
    v128.store(to + i, e);
    sums = f32x4.add(sums, e);
  }
  let total = sumOf(sums);
  for (; i < end; i += 4) {
    const e = exponentialOf(scale * (load<f32>(from + i) - largest));
    store<f32>(to + i, e);
    total += e;
  }
  return total;
}

// @ts-ignore: decorator
@inline
export function scaleRow(row: usize, count: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) v128.store(row + i, f32x4.mul(v128.load(row + i), factors));
  for (; i < end; i += 4) store<f32>(row + i, load<f32>(row + i) * factor);
}

// @ts-ignore: decorator
@inline
export function dotRows(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) sums = multiplyAdd(v128.load(a + i), v128.load(b + i), sums);
  let total = sumOf(sums);
  for (; i < end; i += 4) total += load<f32>(a + i) * load<f32>(b + i);
  return total;
}

/** softmax(scale · row), in place or to another row. */
// @ts-ignore: decorator
@inline
export function softmaxRow(from: usize, to: usize, count: i32, scale: f32): void {
  const total = rowExponentials(from, to, count, scale, rowLargest(from, count));
  scaleRow(to, count, <f32>1 / total);
}

export function softmax(record: usize, thread: i32, threads: i32): void {
  const rows = size(record, 0), width = size(record, 1);
  const last = shareEnd(rows, 1, thread, threads);
  for (let row = shareStart(rows, 1, thread, threads); row < last; row++) {
    const offset = bytes(row * width);
    softmaxRow(tensor(record, 0) + offset, tensor(record, 1) + offset, width, 1);
  }
}

export function softmaxGradient(record: usize, thread: i32, threads: i32): void {
  const rows = size(record, 0), width = size(record, 1), accumulates = size(record, 2) != 0;
  const last = shareEnd(rows, 1, thread, threads);
  for (let row = shareStart(rows, 1, thread, threads); row < last; row++) {
    const offset = bytes(row * width);
    const y = tensor(record, 0) + offset, dy = tensor(record, 1) + offset, dx = tensor(record, 2) + offset;
    const dot = dotRows(dy, y, width);
    for (let i: usize = 0; i < bytes(width); i += 4) {
      const gradient = load<f32>(y + i) * (load<f32>(dy + i) - dot);
      store<f32>(dx + i, accumulates ? load<f32>(dx + i) + gradient : gradient);
    }
  }
}
