/** Copies a block of a matrix into the order in which a product's tiles read it. */
import { bytes } from './record';

/**
 * Strips of `width` (4 or 8) entries across, each running along the inner dimension; the last is filled up with zeros. Steps
 * are in entries: `across` leads from row to row of a left factor or from column to column of a right one, `along` to the
 * next entry of the inner dimension.
 *
 * @param to [strips, inner, width]
 */
// @ts-ignore: decorator
@inline
export function pack(width: i32, from: usize, across: i32, along: i32, count: i32, inner: i32, to: usize): void {
  for (let i = 0; i < count; i += width) {
    const source = from + bytes(i * across), target = to + bytes(i * inner);
    const filled = min(width, count - i);
    if (filled < width) gatherStrip(width, filled, source, across, along, inner, target);
    else if (across == 1) copyStrip(width, source, along, inner, target);
    else if (along == 1) transposeStrip(width, source, across, inner, target);
    else gatherStrip(width, width, source, across, along, inner, target);
  }
}

/** Entries across lie side by side. */
// @ts-ignore: decorator
@inline
function copyStrip(width: i32, from: usize, along: i32, inner: i32, to: usize): void {
  for (let k = 0; k < inner; k++) {
    v128.store(to, v128.load(from));
    if (width == 8) v128.store(to, v128.load(from, 16), 16);
    from += bytes(along);
    to += bytes(width);
  }
}

/** Entries along lie side by side: transposes 4 x 4 of them at a time. */
// @ts-ignore: decorator
@inline
function transposeStrip(width: i32, from: usize, across: i32, inner: i32, to: usize): void {
  const step = bytes(across);
  let k = 0;
  for (; k + 3 < inner; k += 4) {
    for (let q = 0; q < width; q += 4) {
      const s = from + bytes(k) + <usize>q * step;
      const r0 = v128.load(s), r1 = v128.load(s + step), r2 = v128.load(s + step + step), r3 = v128.load(s + step + step + step);
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const d = to + bytes(k * width + q);
      v128.store(d, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
      v128.store(d + bytes(width), v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
      v128.store(d + bytes(2 * width), v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
      v128.store(d + bytes(3 * width), v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
    }
  }
  for (; k < inner; k++) {
    for (let q = 0; q < width; q++) store<f32>(to + bytes(k * width + q), load<f32>(from + bytes(k) + <usize>q * step));
  }
}

/** Entries anywhere, or a strip that is not full. */
// @ts-ignore: decorator
@inline
function gatherStrip(width: i32, filled: i32, from: usize, across: i32, along: i32, inner: i32, to: usize): void {
  for (let k = 0; k < inner; k++) {
    for (let q = 0; q < width; q++) {
      store<f32>(to + bytes(q), q < filled ? load<f32>(from + bytes(q * across)) : 0);
    }
    from += bytes(along);
    to += bytes(width);
  }
}
