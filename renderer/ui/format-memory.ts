import { formatNumber, THIN_SPACE } from './number-format.ts';

const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** What is held in memory, in powers of 1,024, as its limits are: 512 bytes, 3.20 MiB. Files are told in powers of 1,000. */
export function formatMemory(count: number): string {
  let power = 0;
  let shown = count;
  while (shown >= 1024 && power < units.length - 1) {
    shown /= 1024;
    power++;
  }
  return `${formatNumber(shown)}${THIN_SPACE}${units[power]!}`;
}
