/** Sine and cosine of four numbers at once. */
import { entry, multiplyAdd } from './mathematics';

/** (sin r - r) / r³ and (cos r - 1 + r²/2) / r⁴ on ±π/4, highest power first. @see Cephes, sinf */
const SINE = memory.data<f32>([
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1,
  2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2,
]);
/** π/2 in two parts, the first short, so that its multiples are exact. @see fdlibm, e_rem_pio2.c */
const QUARTER: f64 = 1.57079632673412561417;
const QUARTER_REST: f64 = 6.07710050650619224932e-11;

/** sin(x + quarters · π/2), to 1e-7. The argument is reduced in float64, exactly enough up to 1e8, where float32 goes by steps of 8. */
// @ts-ignore: decorator
@inline
export function sine(x: v128, quarters: f64): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
  const lowTurns = f64x2.nearest(f64x2.mul(low, f64x2.splat(0.63661977236758134308)));
  const highTurns = f64x2.nearest(f64x2.mul(high, f64x2.splat(0.63661977236758134308)));
  const r = v128.shuffle<f32>(rest(low, lowTurns), rest(high, highTurns), 0, 1, 4, 5);
  const turns = v128.shuffle<i32>(quadrant(lowTurns, quarters), quadrant(highTurns, quarters), 0, 1, 4, 5);
  const square = f32x4.mul(r, r);
  let s = multiplyAdd(entry(SINE, 0), square, entry(SINE, 1));
  s = multiplyAdd(s, square, entry(SINE, 2));
  s = multiplyAdd(f32x4.mul(s, square), r, r);
  let c = multiplyAdd(entry(SINE, 3), square, entry(SINE, 4));
  c = multiplyAdd(c, square, entry(SINE, 5));
  c = multiplyAdd(f32x4.mul(c, square), square, multiplyAdd(square, f32x4.splat(-0.5), f32x4.splat(1)));
  const isCosine = i32x4.ne(v128.and(turns, i32x4.splat(1)), i32x4.splat(0));
  const sign = i32x4.shl(v128.and(turns, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(c, s, isCosine), sign);
}

/** x - turns · π/2, in the lower half. */
// @ts-ignore: decorator
@inline
function rest(x: v128, turns: v128): v128 {
  const most = f64x2.sub(x, f64x2.mul(turns, f64x2.splat(QUARTER)));
  return f32x4.demote_f64x2_zero(f64x2.sub(most, f64x2.mul(turns, f64x2.splat(QUARTER_REST))));
}

/** turns + quarters modulo 4, in the lower half. */
// @ts-ignore: decorator
@inline
function quadrant(turns: v128, quarters: f64): v128 {
  const all = f64x2.add(turns, f64x2.splat(quarters));
  const round = f64x2.floor(f64x2.mul(all, f64x2.splat(0.25)));
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.sub(all, f64x2.mul(round, f64x2.splat(4))));
}
