/**
 * Memory that parameters alone take, in bytes: no activations, no cache, no file overhead. Quantised formats also store
 * scales (a few percent), which are left out. Adam keeps two moments for each parameter.
 */
export interface MemoryUse {
  readonly title: string;
  /** What is stored for one parameter, in bytes. */
  readonly convention: string;
  readonly bytesPerParameter: number;
}

export const memoryUses = {
  fp32: { title: 'Run in fp32', convention: '4 bytes each', bytesPerParameter: 4 },
  bf16: { title: 'Run in bf16 or fp16', convention: '2 bytes each', bytesPerParameter: 2 },
  int8: { title: 'Run in int8', convention: '1 byte each', bytesPerParameter: 1 },
  int4: { title: 'Run in int4', convention: 'half a byte each', bytesPerParameter: 0.5 },
  trainFp32: {
    title: 'Train in fp32 with Adam',
    convention: 'weight 4 + gradient 4 + two moments 8 = 16 bytes each',
    bytesPerParameter: 16,
  },
  trainMixed: {
    title: 'Train in mixed precision with Adam',
    convention: 'bf16 weight 2 + bf16 gradient 2 + fp32 weight 4 + two moments 8 = 16 bytes each',
    bytesPerParameter: 16,
  },
} as const satisfies Record<string, MemoryUse>;

export type MemoryUseName = keyof typeof memoryUses;

/** Bytes, rounded up to whole ones. */
export const bytesFor = (use: MemoryUseName, parameters: number): number =>
  Math.ceil(memoryUses[use].bytesPerParameter * parameters);

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 141 GB: powers of 1,000, three digits. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
