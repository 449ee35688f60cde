/** Dropout: whether an entry survives is a hash of the step's key and its place. */
import { bytes, real, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

export function dropout(record: usize, thread: i32, threads: i32): void {
  const values = tensor(record, 0), result = tensor(record, 1), key = tensor(record, 2);
  const count = size(record, 0), accumulates = size(record, 2) != 0;
  const rate: f64 = load<i32>(key, 4) ? <f64>real(record, 0) : 0;
  const threshold = <u32>(rate * 4294967296), scale = <f32>(1 / (1 - rate));
  const mixed = load<i32>(key) ^ size(record, 1);
  const last = shareEnd(count, 16, thread, threads);
  for (let i = shareStart(count, 16, thread, threads); i < last; i++) {
    let h = <u32>((i * <i32>0x9e3779b1) ^ mixed);
    h = (h ^ (h >>> 16)) * <u32>0x85ebca6b;
    h = (h ^ (h >>> 13)) * <u32>0xc2b2ae35;
    h ^= h >>> 16;
    const place = bytes(i);
    const kept: f32 = h >= threshold ? load<f32>(values + place) * scale : 0;
    store<f32>(result + place, accumulates ? load<f32>(result + place) + kept : kept);
  }
}
