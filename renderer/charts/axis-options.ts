/** How the axes of every chart look: hairline grid, small quiet labels. */
import type { ChartOptions } from 'chart.js';
import type { Palette } from '../theme/theme.svelte.ts';
import { formatCount } from '../ui/number-format.ts';

type Options = NonNullable<NonNullable<ChartOptions<'line'>['scales']>[string]>;

export const acrossOptions = (palette: Palette, isLogarithmic: boolean): Options =>
  options(palette, isLogarithmic, 8, formatCount);

export const upOptions = (palette: Palette, isLogarithmic: boolean, format: (value: number) => string): Options =>
  options(palette, isLogarithmic, 6, format);

function options(
  { line, lineStrong, muted }: Palette,
  isLogarithmic: boolean,
  most: number,
  format: (value: number) => string,
): Options {
  return {
    type: isLogarithmic ? 'logarithmic' : 'linear',
    border: { color: lineStrong },
    grid: { color: line, drawTicks: false },
    ticks: {
      color: muted,
      font: { family: 'Inter Variable', size: 11 },
      padding: 6,
      maxTicksLimit: most,
      maxRotation: 0,
      callback: (value: number | string) => labelOf(Number(value), isLogarithmic, format),
    },
  };
}

/** A logarithmic axis has room for 1, 2 and 5 times the powers of ten. */
function labelOf(value: number, isLogarithmic: boolean, format: (value: number) => string): string {
  if (!isLogarithmic) return format(value);
  const digit = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return [1, 2, 5, 10].includes(digit) ? format(value) : '';
}
