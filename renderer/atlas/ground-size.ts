/** How large a model would be on the ground, at one square millimetre a parameter. */
import { formatNumber, formatPrecisely } from '../ui/number-format.ts';

/** In square metres: A4 by ISO 216; table tennis by ITTF; tennis doubles by ITF; a football pitch of 105 by 68 m. */
const known = [
  { one: 'an A4 sheet', many: 'A4 sheets', area: 0.21 * 0.297 },
  { one: 'a table-tennis table', many: 'table-tennis tables', area: 2.74 * 1.525 },
  { one: 'a tennis court', many: 'tennis courts', area: 23.77 * 10.97 },
  { one: 'a football pitch', many: 'football pitches', area: 105 * 68 },
] as const;

/** `265 m`, `50 m`, for a side in millimetres: three digits, and no more than are there */
export function formatLength(millimetres: number): string {
  const say = (length: number): string => formatPrecisely(Number(length.toPrecision(3)));
  if (millimetres < 10) return `${say(millimetres)} mm`;
  if (millimetres < 1000) return `${say(millimetres / 10)} cm`;
  return millimetres < 1e6 ? `${say(millimetres / 1000)} m` : `${say(millimetres / 1e6)} km`;
}

/** `a square of 266 m, 9.88 football pitches` */
export function groundSize(parameters: number): string {
  const square = `a square of ${formatLength(Math.sqrt(parameters))}`;
  const area = parameters / 1e6;
  const fitting = known.findLast((thing) => area >= 0.5 * thing.area);
  if (!fitting) return square;
  const times = area / fitting.area;
  return `${square}, ${Math.abs(times - 1) < 0.05 ? fitting.one : `${formatNumber(times)} ${fitting.many}`}`;
}
