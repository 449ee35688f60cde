/** Pieces that generated data sets share: their usual settings, and columns from rows. */
import type { NumberField } from '../../settings/field.ts';
import type { DataTable } from '../data-settings.ts';

export const sizeField = (initial: number): NumberField => ({
  label: 'Examples',
  description: 'How many examples are made.',
  initial,
  min: 8,
  max: 5000,
  isInteger: true,
});

export const noiseField = (initial: number, max: number): NumberField => ({
  label: 'Noise',
  description: 'How far examples stray from the pattern (standard deviation).',
  initial,
  min: 0,
  max,
});

export const seedField: NumberField = {
  label: 'Seed',
  description: 'Another seed makes other examples of the same pattern.',
  initial: 1,
  min: 0,
  max: 4294967295,
  isInteger: true,
};

export function tableFromRows(name: string, names: readonly string[], rows: readonly (readonly number[])[]): DataTable {
  return {
    name,
    columns: names.map((column, i) => ({
      name: column,
      type: 'number',
      values: Float64Array.from(rows, (row) => row[i]!),
    })),
  };
}
