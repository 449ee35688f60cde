/** Kernels that move or sum rows. */
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** to[0 .. count) = from, or 0 without one */
// @ts-ignore: decorator
@inline
function copyRow(from: usize, to: usize, count: i32): void {
  if (from) memory.copy(to, from, 4 * count);
  else memory.fill(to, 0, 4 * count);
}

// @ts-ignore: decorator
@inline
export function addRow(from: usize, to: usize, count: i32): void {
  let i: usize = 0;
  const end = bytes(count);
  for (; i + 16 <= end; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
  for (; i < end; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
}

export function fillRows(record: usize, thread: i32, threads: i32): void {
  const vector = tensor(record, 0), result = tensor(record, 1), rows = size(record, 0), columns = size(record, 1);
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    copyRow(vector, result + bytes(row * columns), columns);
  }
}

export function sumRows(record: usize, thread: i32, threads: i32): void {
  const values = tensor(record, 0), result = tensor(record, 1), rows = size(record, 0), columns = size(record, 1);
  const first = shareStart(columns, 16, thread, threads), own = shareEnd(columns, 16, thread, threads) - first;
  if (own <= 0) return;
  const to = result + bytes(first);
  if (!size(record, 2)) memory.fill(to, 0, 4 * own);
  for (let row = 0; row < rows; row++) addRow(values + bytes(row * columns + first), to, own);
}

export function mask(record: usize, thread: i32, threads: i32): void {
  const kept = tensor(record, 0), values = tensor(record, 1), count = size(record, 0);
  const last = shareEnd(count, 16, thread, threads);
  for (let i = shareStart(count, 16, thread, threads); i < last; i++) {
    if (!load<i32>(kept + bytes(i))) store<f32>(values + bytes(i), 0);
  }
}

export function copyColumns(record: usize, thread: i32, threads: i32): void {
  const rows = size(record, 0), columns = size(record, 1), accumulates = size(record, 6) != 0;
  const from = tensor(record, 0) + bytes(size(record, 3)), to = tensor(record, 1) + bytes(size(record, 5));
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const source = from + bytes(row * size(record, 2)), target = to + bytes(row * size(record, 4));
    if (accumulates) addRow(source, target, columns);
    else copyRow(source, target, columns);
  }
}

export function gather(record: usize, thread: i32, threads: i32): void {
  const ids = tensor(record, 0), table = tensor(record, 1), result = tensor(record, 2);
  const rows = size(record, 0), width = size(record, 1), entries = size(record, 2);
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const id = load<i32>(ids + bytes(row));
    const to = result + bytes(row * width);
    if (id >= 0 && id < entries) copyRow(table + bytes(id * width), to, width);
    else for (let i = 0; i < width; i++) store<f32>(to + bytes(i), f32.NaN);
  }
}

/** Threads share columns, so that rows with the same id are added in their order. */
export function scatter(record: usize, thread: i32, threads: i32): void {
  const ids = tensor(record, 0), gradient = tensor(record, 1), table = tensor(record, 2);
  const rows = size(record, 0), width = size(record, 1), entries = size(record, 2);
  const first = shareStart(width, 16, thread, threads), own = shareEnd(width, 16, thread, threads) - first;
  if (own <= 0) return;
  if (!size(record, 3)) {
    for (let entry = 0; entry < entries; entry++) memory.fill(table + bytes(entry * width + first), 0, 4 * own);
  }
  for (let row = 0; row < rows; row++) {
    const id = load<i32>(ids + bytes(row));
    if (id < 0 || id >= entries) continue;
    addRow(gradient + bytes(row * width + first), table + bytes(id * width + first), own);
  }
}

export function meanOverPositions(record: usize, thread: i32, threads: i32): void {
  const values = tensor(record, 0), result = tensor(record, 1);
  const examples = size(record, 0), positions = size(record, 1), width = size(record, 2);
  const last = shareEnd(examples, 1, thread, threads);
  for (let example = shareStart(examples, 1, thread, threads); example < last; example++) {
    const to = result + bytes(example * width);
    memory.fill(to, 0, 4 * width);
    for (let p = 0; p < positions; p++) addRow(values + bytes((example * positions + p) * width), to, width);
    for (let i = 0; i < width; i++) {
      store<f32>(to + bytes(i), load<f32>(to + bytes(i)) / <f32>positions);
    }
  }
}

export function meanGradient(record: usize, thread: i32, threads: i32): void {
  const gradient = tensor(record, 0), target = tensor(record, 1);
  const positions = size(record, 1), width = size(record, 2), accumulates = size(record, 3) != 0;
  const rows = size(record, 0) * positions;
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const from = gradient + bytes((row / positions) * width), to = target + bytes(row * width);
    for (let i: usize = 0; i < bytes(width); i += 4) {
      const share = load<f32>(from + i) / <f32>positions;
      store<f32>(to + i, accumulates ? load<f32>(to + i) + share : share);
    }
  }
}
