/**
 * Entry-by-entry sums and products with repeated operands. Operands are walked by three steps (example, position, width),
 * 0 where they repeat. A gradient that sums over examples is shared by position or by column, so that its order is fixed.
 */
import { addRow } from './rows';
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** Where the row of (example, position) of an operand starts, its steps being sizes number `at` and on. */
// @ts-ignore: decorator
@inline
function rowOf(record: usize, base: usize, at: i32, example: i32, position: i32): usize {
  return base + bytes(example * size(record, at) + position * size(record, at + 1));
}

export function combine(record: usize, multiplies: bool, thread: i32, threads: i32): void {
  const left = tensor(record, 0), right = tensor(record, 1), result = tensor(record, 2);
  const positions = size(record, 1), width = size(record, 2), rows = size(record, 0) * positions;
  const leftStep = bytes(size(record, 5)), rightStep = bytes(size(record, 8));
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const example = row / positions, position = row - example * positions;
    let l = rowOf(record, left, 3, example, position), r = rowOf(record, right, 6, example, position);
    let to = result + bytes(row * width);
    const end = to + bytes(width);
    if (leftStep && rightStep) {
      for (; to + 16 <= end; to += 16) {
        const a = v128.load(l), b = v128.load(r);
        v128.store(to, multiplies ? f32x4.mul(a, b) : f32x4.add(a, b));
        l += 16, r += 16;
      }
    }
    for (; to < end; to += 4) {
      const a = load<f32>(l), b = load<f32>(r);
      store<f32>(to, multiplies ? a * b : a + b);
      l += leftStep, r += rightStep;
    }
  }
}

/** target (+)= gradient · other, or gradient alone where other is 0. */
export function combineGradient(record: usize, multiplies: bool, thread: i32, threads: i32): void {
  const examples = size(record, 0), positions = size(record, 1), width = size(record, 2);
  const repeatsExamples = size(record, 3) == 0, repeatsPositions = size(record, 4) == 0, repeatsWidth = size(record, 5) == 0;
  if ((!repeatsExamples || examples == 1) && (!repeatsPositions || positions == 1)) {
    const first = shareStart(examples * positions, 4, thread, threads), last = shareEnd(examples * positions, 4, thread, threads);
    for (let row = first; row < last; row++) {
      const example = row / positions;
      addGradient(record, multiplies, example, row - example * positions, 0, width, size(record, 9) == 0);
    }
    return;
  }
  if (!repeatsPositions) {
    const last = shareEnd(positions, 1, thread, threads);
    for (let position = shareStart(positions, 1, thread, threads); position < last; position++) {
      for (let example = 0; example < examples; example++) {
        const isFirst = example == 0 || !repeatsExamples;
        addGradient(record, multiplies, example, position, 0, width, isFirst && size(record, 9) == 0);
      }
    }
    return;
  }
  if (repeatsWidth && thread != 0) return;
  const first = repeatsWidth ? 0 : shareStart(width, 16, thread, threads);
  const own = repeatsWidth ? width : shareEnd(width, 16, thread, threads) - first;
  for (let example = 0; example < examples; example++) {
    for (let position = 0; position < positions; position++) {
      const isFirst = position == 0 && (example == 0 || !repeatsExamples);
      addGradient(record, multiplies, example, position, first, own, isFirst && size(record, 9) == 0);
    }
  }
}

/** Adds `count` columns of one row's gradient to the target, or starts the target with them. */
function addGradient(record: usize, multiplies: bool, example: i32, position: i32, first: i32, count: i32, starts: bool): void {
  if (count <= 0) return;
  const width = size(record, 2), step = bytes(size(record, 5));
  let from = tensor(record, 0) + bytes((example * size(record, 1) + position) * width + first);
  let to = rowOf(record, tensor(record, multiplies ? 2 : 1), 3, example, position) + <usize>first * step;
  if (starts) memory.fill(to, 0, step ? 4 * count : 4);
  if (!multiplies) {
    if (step) return addRow(from, to, count);
    for (let i = 0; i < count; i++, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
    return;
  }
  const otherStep = bytes(size(record, 8));
  let other = rowOf(record, tensor(record, 1), 6, example, position) + <usize>first * otherStep;
  for (let i = 0; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from) * load<f32>(other));
    from += 4, to += step, other += otherStep;
  }
}
