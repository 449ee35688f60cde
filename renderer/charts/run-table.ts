/** The run as rows: what a chart says, for reading, searching and other programs. */
import type { ChartTick } from './chart-line.ts';
import { learningRateAt } from './learning-rate.ts';
import type { LossSeries } from './loss-series.ts';

export type RowFilter = 'all' | 'measured' | 'edited';

/** Steps that have a row; a million of them are counted, not listed. */
export interface Rows {
  readonly count: number;
  readonly stepAt: (row: number) => number;
  /** Row of the first step not before this one. */
  readonly rowOf: (step: number) => number;
  /** What was edited after a step. */
  readonly edits: ReadonlyMap<number, string>;
}

export function rowsOf(series: LossSeries, upTo: number, filter: RowFilter, ticks: readonly ChartTick[]): Rows {
  const edits = new Map<number, string>();
  for (const { step, label } of ticks) edits.set(step, edits.has(step) ? `${edits.get(step)}; ${label}` : label);
  if (filter === 'all') {
    const count = Math.min(upTo, series.length);
    return { count, edits, stepAt: (row) => row + 1, rowOf: (step) => Math.max(0, Math.min(count - 1, step - 1)) };
  }
  const steps =
    filter === 'measured'
      ? series.evaluations.map(({ step }) => step).filter((step) => step <= upTo)
      : [...edits.keys()];
  return {
    edits,
    count: steps.length,
    stepAt: (row) => steps[row]!,
    rowOf: (step) => {
      const row = steps.findIndex((other) => other >= step);
      return row < 0 ? Math.max(0, steps.length - 1) : row;
    },
  };
}

export interface TableColumn {
  readonly head: string;
  /** As short as there is room for. */
  readonly short: string;
  /** Whether it says nothing without an accuracy. */
  readonly isAccuracy?: boolean;
  /** Words instead of a number. */
  readonly isText?: boolean;
}

export const tableColumns: readonly TableColumn[] = [
  { head: 'step', short: 'step' },
  { head: 'loss', short: 'loss' },
  { head: 'training loss', short: 'train' },
  { head: 'validation loss', short: 'validation' },
  { head: 'training accuracy', short: 'train acc.', isAccuracy: true },
  { head: 'validation accuracy', short: 'valid. acc.', isAccuracy: true },
  { head: 'learning rate', short: 'rate' },
  { head: 'gradient norm', short: 'gradient' },
  { head: 'update norm', short: 'update' },
  { head: 'edits', short: 'edits', isText: true },
];

/** One row by the columns above; null = nothing of the kind at this step. */
export function rowAt(series: LossSeries, { edits }: Rows, step: number): (number | string | null)[] {
  const last = series.evaluationAt(step);
  const measured = last?.step === step ? last : null;
  const lastNorm = series.normAt(step);
  const norm = lastNorm?.step === step ? lastNorm : null;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return [
    step,
    known(series.lossAt(step)),
    measured?.trainingLoss ?? null,
    measured?.validationLoss ?? null,
    measured?.trainingAccuracy ?? null,
    measured?.validationAccuracy ?? null,
    known(learningRateAt(series.settings, step)),
    norm?.gradient ?? null,
    norm?.update ?? null,
    edits.get(step) ?? null,
  ];
}

const written = (value: number | string | null): string =>
  value === null ? '' : typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;

/** Rows first .. end as lines of comma-separated values, numbers by every digit. */
export function csvLines(series: LossSeries, rows: Rows, first: number, end: number): string {
  let text = '';
  for (let row = first; row < end; row++) text += `${rowAt(series, rows, rows.stepAt(row)).map(written).join(',')}\n`;
  return text;
}

export const csvHead = `${tableColumns.map(({ head }) => head).join(',')}\n`;
