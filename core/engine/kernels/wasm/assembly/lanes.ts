/** Between rows, one per example, and lanes, one per column: each thread takes blocks of rows, a cache line of every lane. */
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

export function toLanes(record: usize, thread: i32, threads: i32): void {
  transpose(record, false, thread, threads);
}

export function fromLanes(record: usize, thread: i32, threads: i32): void {
  transpose(record, true, thread, threads);
}

// @ts-ignore: decorator
@inline
function transpose(record: usize, toRows: bool, thread: i32, threads: i32): void {
  const rows = tensor(record, 0), lanes = tensor(record, 1);
  const count = size(record, 0), columns = size(record, 1), first = size(record, 2), distance = size(record, 3);
  const last = shareEnd(count, 16, thread, threads);
  for (let row = shareStart(count, 16, thread, threads); row < last; row++) {
    let at = rows + bytes(row * columns), lane = lanes + bytes(first + row);
    for (let column = 0; column < columns; column++, at += 4, lane += bytes(distance)) {
      if (toRows) store<f32>(at, load<f32>(lane));
      else store<f32>(lane, load<f32>(at));
    }
  }
}
