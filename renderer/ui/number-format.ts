/** Numbers as people read them: three significant digits, a true minus sign, thin spaces between thousands, where no line ends. */

export const THIN_SPACE = '\u202f';
const MINUS = '\u2212';

/** 0.742, −1.20, 12.3, 4 192, 1.23e−5 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 1e7 || size < 0.0005) {
    return sign + size.toExponential(2).replace('e-', `e${MINUS}`).replace('e+', 'e');
  }
  if (size >= 999.5) return sign + formatCount(Math.round(size));
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return sign + size.toFixed(digits);
}

/** Six significant digits and no more than are there: −0.535, 0.473. */
export function formatPrecisely(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return String(Number(value.toPrecision(6))).replaceAll('-', MINUS);
}

/** 4 192: whole numbers in groups of three */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

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
