/** LayerNorm and RMSNorm of rows, forward and backward. */
import { multiplyAdd, sumOf } from './mathematics';
import { bytes, real, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** The four numbers added up without rounding. */
// @ts-ignore: decorator
@inline
function exactSumOf(v: v128): f64 {
  const low = <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1);
  return low + (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3));
}

/** Σ x over a row. */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, count: i32): f64 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) sums = f32x4.add(sums, v128.load(x + i));
  let total = exactSumOf(sums);
  for (; i < end; i += 4) total += <f64>load<f32>(x + i);
  return total;
}

/** Σ (x - mean)² over a row. */
// @ts-ignore: decorator
@inline
function squareSum(x: usize, mean: f32, count: i32): f64 {
  const means = f32x4.splat(mean);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) {
    const d = f32x4.sub(v128.load(x + i), means);
    sums = multiplyAdd(d, d, sums);
  }
  let total = exactSumOf(sums);
  for (; i < end; i += 4) {
    const d = <f64>load<f32>(x + i) - <f64>mean;
    total += d * d;
  }
  return total;
}

/** What four units are multiplied by: 1 where there are no weights. */
// @ts-ignore: decorator
@inline
function scalesAt(scale: usize, offset: usize): v128 {
  return scale ? v128.load(scale + offset) : f32x4.splat(1);
}

// @ts-ignore: decorator
@inline
function scaleAt(scale: usize, offset: usize): f32 {
  return scale ? load<f32>(scale + offset) : 1;
}

export function normalize(record: usize, thread: i32, threads: i32): void {
  const scale = tensor(record, 1), shift = tensor(record, 2), statistics = tensor(record, 4);
  const rows = size(record, 0), width = size(record, 1), isCentred = size(record, 2) != 0, epsilon = real(record, 0);
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const x = tensor(record, 0) + bytes(row * width), y = tensor(record, 3) + bytes(row * width);
    const mean: f32 = isCentred ? <f32>(rowSum(x, width) / <f64>width) : 0;
    const inverse = <f32>(1 / sqrt<f64>(squareSum(x, mean, width) / <f64>width + <f64>epsilon));
    store<f32>(statistics + bytes(2 * row), mean);
    store<f32>(statistics + bytes(2 * row), inverse, 4);
    const means = f32x4.splat(mean), inverses = f32x4.splat(inverse);
    let i: usize = 0;
    const end = bytes(width);
    for (; i + 16 <= end; i += 16) {
      const plain = f32x4.mul(f32x4.sub(v128.load(x + i), means), inverses), scales = scalesAt(scale, i);
      v128.store(y + i, shift ? multiplyAdd(plain, scales, v128.load(shift + i)) : f32x4.mul(plain, scales));
    }
    for (; i < end; i += 4) {
      const scaled = (load<f32>(x + i) - mean) * inverse * scaleAt(scale, i);
      store<f32>(y + i, shift ? scaled + load<f32>(shift + i) : scaled);
    }
  }
}

export function normalizeInputGradient(record: usize, thread: i32, threads: i32): void {
  const scale = tensor(record, 2), statistics = tensor(record, 3);
  const rows = size(record, 0), width = size(record, 1), isCentred = size(record, 2) != 0, accumulates = size(record, 3) != 0;
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const offset = bytes(row * width);
    const dy = tensor(record, 0) + offset, x = tensor(record, 1) + offset, dx = tensor(record, 4) + offset;
    const mean = load<f32>(statistics + bytes(2 * row)), inverse = load<f32>(statistics + bytes(2 * row), 4);
    const means = f32x4.splat(mean), inverses = f32x4.splat(inverse);
    const end = bytes(width);
    let sums = f32x4.splat(0), products = f32x4.splat(0);
    let i: usize = 0;
    for (; i + 16 <= end; i += 16) {
      const t = f32x4.mul(v128.load(dy + i), scalesAt(scale, i));
      sums = f32x4.add(sums, t);
      products = multiplyAdd(t, f32x4.mul(f32x4.sub(v128.load(x + i), means), inverses), products);
    }
    let sum = sumOf(sums), product = sumOf(products);
    for (; i < end; i += 4) {
      const t = load<f32>(dy + i) * scaleAt(scale, i);
      sum += t;
      product += t * ((load<f32>(x + i) - mean) * inverse);
    }
    sum = isCentred ? sum / <f32>width : 0;
    product /= <f32>width;
    const lost = f32x4.splat(sum), along = f32x4.splat(product);
    for (i = 0; i + 16 <= end; i += 16) {
      const t = f32x4.mul(v128.load(dy + i), scalesAt(scale, i));
      const hat = f32x4.mul(f32x4.sub(v128.load(x + i), means), inverses);
      const gradient = f32x4.mul(inverses, f32x4.sub(f32x4.sub(t, lost), f32x4.mul(hat, along)));
      v128.store(dx + i, accumulates ? f32x4.add(v128.load(dx + i), gradient) : gradient);
    }
    for (; i < end; i += 4) {
      const t = load<f32>(dy + i) * scaleAt(scale, i);
      const gradient = inverse * (t - sum - (load<f32>(x + i) - mean) * inverse * product);
      store<f32>(dx + i, accumulates ? load<f32>(dx + i) + gradient : gradient);
    }
  }
}

/** Threads share columns; each adds the rows in order. */
export function normalizeParameterGradient(record: usize, thread: i32, threads: i32): void {
  const statistics = tensor(record, 2), dscale = tensor(record, 3), dshift = tensor(record, 4);
  const rows = size(record, 0), width = size(record, 1), accumulates = size(record, 2) != 0;
  const first = bytes(shareStart(width, 16, thread, threads)), last = bytes(shareEnd(width, 16, thread, threads));
  if (last <= first) return;
  if (!accumulates) {
    memory.fill(dscale + first, 0, last - first);
    if (dshift) memory.fill(dshift + first, 0, last - first);
  }
  for (let row = 0; row < rows; row++) {
    const offset = bytes(row * width);
    const dy = tensor(record, 0) + offset, x = tensor(record, 1) + offset;
    const mean = load<f32>(statistics + bytes(2 * row)), inverse = load<f32>(statistics + bytes(2 * row), 4);
    const means = f32x4.splat(mean), inverses = f32x4.splat(inverse);
    let i = first;
    for (; i + 16 <= last; i += 16) {
      const g = v128.load(dy + i);
      const hat = f32x4.mul(f32x4.sub(v128.load(x + i), means), inverses);
      v128.store(dscale + i, multiplyAdd(g, hat, v128.load(dscale + i)));
      if (dshift) v128.store(dshift + i, f32x4.add(v128.load(dshift + i), g));
    }
    for (; i < last; i += 4) {
      const g = load<f32>(dy + i);
      store<f32>(dscale + i, load<f32>(dscale + i) + g * ((load<f32>(x + i) - mean) * inverse));
      if (dshift) store<f32>(dshift + i, load<f32>(dshift + i) + g);
    }
  }
}
