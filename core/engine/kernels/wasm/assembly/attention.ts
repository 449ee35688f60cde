/** Attention, a head of an example at a time, in blocks of query rows so that a causal one skips what it does not see. */
import { multiply } from './matrix-product';
import { PACKING_BYTES, QUERY_BLOCK } from './opcodes';
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';
import { dotRows, softmaxRow } from './softmax';

export function attention(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const examples = size(record, 0), T = size(record, 1), C = size(record, 2), heads = size(record, 3);
  const isCausal = size(record, 4) != 0, d = C / heads, row = 3 * C;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>d);
  const last = shareEnd(examples * heads, 1, thread, threads);
  for (let unit = shareStart(examples * heads, 1, thread, threads); unit < last; unit++) {
    const example = unit / heads, head = unit - example * heads;
    const q = tensor(record, 0) + bytes(example * T * row + head * d), k = q + bytes(C), v = k + bytes(C);
    const weights = tensor(record, 1) + bytes(unit * T * T);
    const result = tensor(record, 2) + bytes(example * T * C + head * d);
    for (let first = 0; first < T; first += QUERY_BLOCK) {
      const count = min(QUERY_BLOCK, T - first), seen = isCausal ? first + count : T;
      const block = weights + bytes(first * T);
      multiply(count, seen, d, q + bytes(first * row), row, 1, k, 1, row, block, T, false, scratch);
      for (let i = 0; i < count; i++) {
        const own = block + bytes(i * T), visible = isCausal ? first + i + 1 : T;
        softmaxRow(own, own, visible, scale);
        memory.fill(own + bytes(visible), 0, 4 * (T - visible));
      }
      multiply(count, d, seen, block, T, 1, v, row, 1, result + bytes(first * C), C, false, scratch);
    }
  }
}

export function attentionGradient(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const examples = size(record, 0), T = size(record, 1), C = size(record, 2), heads = size(record, 3);
  const isCausal = size(record, 4) != 0, d = C / heads, row = 3 * C;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>d);
  const scores = scratch + PACKING_BYTES;
  const last = shareEnd(examples * heads, 1, thread, threads);
  for (let unit = shareStart(examples * heads, 1, thread, threads); unit < last; unit++) {
    const example = unit / heads, head = unit - example * heads;
    const offset = bytes(example * T * row + head * d), toKey = bytes(C), toValue = bytes(2 * C);
    const q = tensor(record, 0) + offset, dq = tensor(record, 3) + offset;
    const weights = tensor(record, 1) + bytes(unit * T * T);
    const dResult = tensor(record, 2) + bytes(example * T * C + head * d);
    // From the last block on, which sees every key: it starts their gradients, the others add to them.
    for (let first = ((T - 1) / QUERY_BLOCK) * QUERY_BLOCK; first >= 0; first -= QUERY_BLOCK) {
      const count = min(QUERY_BLOCK, T - first), seen = isCausal ? first + count : T, adds = first + count < T;
      const block = weights + bytes(first * T), dBlock = dResult + bytes(first * C);
      const queries = q + bytes(first * row);
      multiply(seen, d, count, block, 1, T, dBlock, C, 1, dq + toValue, row, adds, scratch);
      multiply(count, seen, d, dBlock, C, 1, q + toValue, 1, row, scores, T, false, scratch);
      for (let i = 0; i < count; i++) scoreGradient(block + bytes(i * T), scores + bytes(i * T), seen, scale);
      multiply(count, d, seen, scores, T, 1, q + toKey, row, 1, dq + bytes(first * row), row, false, scratch);
      multiply(seen, d, count, scores, 1, T, queries, row, 1, dq + toKey, row, adds, scratch);
    }
  }
}

/** dS = A ∘ (dA - Σ dA ∘ A) · scale, over dA. */
function scoreGradient(weights: usize, gradient: usize, count: i32, scale: f32): void {
  const dot = dotRows(weights, gradient, count);
  const dots = f32x4.splat(dot), scales = f32x4.splat(scale);
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) {
    const own = f32x4.mul(v128.load(weights + i), scales);
    v128.store(gradient + i, f32x4.mul(own, f32x4.sub(v128.load(gradient + i), dots)));
  }
  for (; i < end; i += 4) {
    store<f32>(gradient + i, load<f32>(weights + i) * scale * (load<f32>(gradient + i) - dot));
  }
}
