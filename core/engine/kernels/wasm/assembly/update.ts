/** Optimizers. The scalars of a step stand in a tensor: see `scalarPlaces`, whose order this follows. */
import { multiplyAdd, sumOf } from './mathematics';
import { ADAM, ADAMW, MOMENTUM, NESTEROV, SQUARES_BLOCK } from './opcodes';
import { bytes, functionCode, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** +1, 0 or -1 of each number. */
// @ts-ignore: decorator
@inline
function signOf(w: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  return f32x4.sub(v128.and(f32x4.gt(w, zero), one), v128.and(f32x4.lt(w, zero), one));
}

export function update(record: usize, thread: i32, threads: i32): void {
  const rule = functionCode(record), values = tensor(record, 0), gradients = tensor(record, 1), held = tensor(record, 2);
  const scalars = tensor(record, 3), first = tensor(record, 4), second = tensor(record, 5), count = size(record, 0);
  const isDecoupled = rule == ADAMW;
  const decay: f32 = size(record, 1) ? load<f32>(scalars, 4) : 0;
  const rate = load<f32>(scalars);
  const rates = f32x4.splat(rate), l1 = v128.load32_splat(scalars, 8);
  const decays = f32x4.splat(isDecoupled ? 0 : decay), kept = f32x4.splat(isDecoupled ? 1 - rate * decay : 1);
  const beta1 = v128.load32_splat(scalars, 12), beta2 = v128.load32_splat(scalars, 16), epsilon = v128.load32_splat(scalars, 20);
  const new1 = v128.load32_splat(scalars, 40), new2 = v128.load32_splat(scalars, 44);
  const meanRate = f32x4.splat(rate * load<f32>(scalars, 24)), correction2 = v128.load32_splat(scalars, 28);
  const momentum = v128.load32_splat(scalars, 32);
  const end = bytes(shareEnd(count, 16, thread, threads));
  for (let i = bytes(shareStart(count, 16, thread, threads)); i < end; i += 16) {
    const before = v128.load(values + i);
    let g = multiplyAdd(decays, before, v128.load(gradients + i));
    g = multiplyAdd(l1, signOf(before), g);
    const moves = held ? i32x4.ne(v128.load(held + i), i32x4.splat(0)) : i32x4.splat(-1);
    let after: v128;
    if (rule == ADAM || isDecoupled) {
      const m0 = v128.load(first + i), v0 = v128.load(second + i);
      const m = multiplyAdd(beta1, m0, f32x4.mul(new1, g));
      const v = multiplyAdd(beta2, v0, f32x4.mul(new2, f32x4.mul(g, g)));
      v128.store(first + i, v128.bitselect(m, m0, moves));
      v128.store(second + i, v128.bitselect(v, v0, moves));
      const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, correction2)), epsilon);
      after = f32x4.sub(f32x4.mul(before, kept), f32x4.div(f32x4.mul(meanRate, m), root));
    } else if (rule == MOMENTUM || rule == NESTEROV) {
      const old = v128.load(first + i);
      const velocity = multiplyAdd(momentum, old, g);
      v128.store(first + i, v128.bitselect(velocity, old, moves));
      const way = rule == NESTEROV ? multiplyAdd(momentum, velocity, g) : velocity;
      after = f32x4.sub(before, f32x4.mul(rates, way));
    } else {
      after = f32x4.sub(before, f32x4.mul(rates, g));
    }
    v128.store(values + i, v128.bitselect(after, before, moves));
  }
}

/** Sums over fixed blocks, so that the order does not depend on how many threads there are. */
export function sumOfSquares(record: usize, thread: i32, threads: i32): void {
  const values = tensor(record, 0), sums = tensor(record, 1), count = size(record, 0);
  const blocks = (count + SQUARES_BLOCK - 1) / SQUARES_BLOCK;
  const last = shareEnd(blocks, 1, thread, threads);
  for (let block = shareStart(blocks, 1, thread, threads); block < last; block++) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    const end = values + bytes(min((block + 1) * SQUARES_BLOCK, count));
    let at = values + bytes(block * SQUARES_BLOCK);
    for (; at + 64 <= end; at += 64) {
      const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
      s0 = multiplyAdd(a, a, s0), s1 = multiplyAdd(b, b, s1), s2 = multiplyAdd(c, c, s2), s3 = multiplyAdd(d, d, s3);
    }
    let total = sumOf(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (; at < end; at += 4) total += load<f32>(at) * load<f32>(at);
    store<f32>(sums + bytes(size(record, 1) + block), total);
  }
}

export function scale(record: usize, thread: i32, threads: i32): void {
  const values = tensor(record, 0), factors = v128.load32_splat(tensor(record, 1), 36), count = size(record, 0);
  const end = values + bytes(shareEnd(count, 16, thread, threads));
  for (let at = values + bytes(shareStart(count, 16, thread, threads)); at < end; at += 16) {
    v128.store(at, f32x4.mul(v128.load(at), factors));
  }
}
