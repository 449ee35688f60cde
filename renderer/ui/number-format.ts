/** Numbers as people read them: three significant digits, a true minus sign, thin spaces between thousands, where no line ends. */

export const THIN_SPACE = '\u202f';
const MINUS = '\u2212';

/** 0.742, 0.0160, −1.20, 12.3, 4 192, 1.23e−5 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 1e7 || size < 0.0009995) return sign + withPower(size.toExponential(2));
  if (size >= 999.5) return sign + formatCount(Math.round(size));
  return sign + size.toPrecision(3);
}

/** Six significant digits and no more than are there: −0.535, 0.5, 12 500, 2e−5. Also for what stands along an axis. */
export function formatPrecisely(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatNumber(value);
  const rounded = Number(Math.abs(value).toPrecision(6));
  const sign = value < 0 ? MINUS : '';
  if (rounded >= 1e7 || rounded < 0.001) return sign + withPower(rounded.toExponential());
  const [whole, fraction] = String(rounded).split('.');
  return sign + formatCount(Number(whole)) + (fraction === undefined ? '' : `.${fraction}`);
}

/** How the labels along an axis are written whose values are written by `format`. */
export function alongAxis(format: (value: number) => string): (value: number) => string {
  if (format === formatShare) return (share) => `${formatPrecisely(100 * share)}${THIN_SPACE}%`;
  return format === formatNumber ? formatPrecisely : format;
}

const withPower = (text: string): string => text.replace('e-', `e${MINUS}`).replace('e+', 'e');

/** 4 192: whole numbers in groups of three */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** 128 256 × 8 192: the sizes of a tensor */
export const formatSizes = (shape: readonly number[]): string => shape.map(formatCount).join(' × ');

/** 93.4 % */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)}${THIN_SPACE}%`;
}

/** Every digit, as it would be typed in again. */
export function formatExactly(value: number): string {
  return String(value).replace('-', MINUS);
}

/** @returns NaN when the text is no number */
export function parseNumber(text: string): number {
  const cleaned = text.replaceAll(MINUS, '-').replace(/\s/g, '');
  return cleaned === '' ? NaN : Number(cleaned);
}
