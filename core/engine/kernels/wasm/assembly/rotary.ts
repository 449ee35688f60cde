/** Rotary positions: pairs of queries and keys turned by their place, values as they are. */
import { bytes, real, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** ln 10000, over which the rates of the pairs spread. */
const LOG_BASE: f64 = 9.210340371976184;
/** Terms of the series of sine and cosine: the last is below 1e-17 for angles up to 1. */
const TERMS: i32 = 10;

export function rotary(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const examples = size(record, 0), T = size(record, 1), C = size(record, 2), heads = size(record, 3);
  const accumulates = size(record, 4) != 0, half = C / heads / 2;
  const first = shareStart(examples * T, 4, thread, threads), last = shareEnd(examples * T, 4, thread, threads);
  if (first == last) return;
  const cosines = scratch, sines = scratch + bytes(T * half);
  turns(cosines, sines, T, half, real(record, 0));
  for (let row = first; row < last; row++) {
    const from = tensor(record, 0) + bytes(row * 3 * C), to = tensor(record, 1) + bytes(row * 3 * C);
    const place = bytes((row % T) * half);
    for (let head = 0; head < 2 * heads; head++) {
      const start = bytes(2 * head * half);
      turnPairs(from + start, to + start, cosines + place, sines + place, half, accumulates);
    }
    copyRow(from + bytes(2 * C), to + bytes(2 * C), C, accumulates);
  }
}

/**
 * Cosine and sine of t · 10000^(-i / half) for every place t and pair i, the sine times `sign`: by turning on from place to
 * place in double precision, of which single precision sees no error.
 */
function turns(cosines: usize, sines: usize, T: i32, half: i32, sign: f32): void {
  for (let i = 0; i < half; i++) {
    const rate = Math.exp((-LOG_BASE * <f64>i) / <f64>half);
    let stepCosine: f64 = 1, stepSine: f64 = rate, term = rate;
    for (let n = 1; n < TERMS; n++) {
      term *= -rate / <f64>(2 * n);
      stepCosine += term;
      term *= rate / <f64>(2 * n + 1);
      stepSine += term;
    }
    let cosine: f64 = 1, sine: f64 = 0;
    for (let t = 0; t < T; t++) {
      store<f32>(cosines + bytes(t * half + i), <f32>cosine);
      store<f32>(sines + bytes(t * half + i), sign * <f32>sine);
      const next = cosine * stepCosine - sine * stepSine;
      sine = sine * stepCosine + cosine * stepSine;
      cosine = next;
    }
  }
}

/** One head of one row: (x, y) -> (x cos - y sin, y cos + x sin), where y stands `half` after x. */
// @ts-ignore: decorator
@inline
function turnPairs(from: usize, to: usize, cosines: usize, sines: usize, half: i32, accumulates: bool): void {
  const end = bytes(half);
  let i: usize = 0;
  for (; i + 16 <= end; i += 16) {
    const x = v128.load(from + i), y = v128.load(from + end + i);
    const c = v128.load(cosines + i), s = v128.load(sines + i);
    put(to + i, f32x4.sub(f32x4.mul(x, c), f32x4.mul(y, s)), accumulates);
    put(to + end + i, f32x4.add(f32x4.mul(y, c), f32x4.mul(x, s)), accumulates);
  }
  for (; i < end; i += 4) {
    const x = load<f32>(from + i), y = load<f32>(from + end + i), c = load<f32>(cosines + i), s = load<f32>(sines + i);
    putOne(to + i, x * c - y * s, accumulates);
    putOne(to + end + i, y * c + x * s, accumulates);
  }
}

// @ts-ignore: decorator
@inline
function copyRow(from: usize, to: usize, count: i32, accumulates: bool): void {
  if (!accumulates) return memory.copy(to, from, bytes(count));
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) put(to + i, v128.load(from + i), true);
  for (; i < end; i += 4) putOne(to + i, load<f32>(from + i), true);
}

// @ts-ignore: decorator
@inline
function put(to: usize, value: v128, accumulates: bool): void {
  v128.store(to, accumulates ? f32x4.add(v128.load(to), value) : value);
}

// @ts-ignore: decorator
@inline
function putOne(to: usize, value: f32, accumulates: bool): void {
  store<f32>(to, accumulates ? load<f32>(to) + value : value);
}
