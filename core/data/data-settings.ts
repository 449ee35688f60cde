/** Which data a network learns from and how it is prepared. Part of the document. */
import type { DatasetName } from './datasets/registry.ts';
import type { GapChoice } from './gaps.ts';
import type { ScalingChoice } from './scaling.ts';
import type { TextExamples, TextFacts, TextSource } from './text-source.ts';

export type ColumnType = 'number' | 'category';

/** A column as read: numbers, with NaN where a cell was empty, or words, with '' there. */
export type Column =
  | { readonly name: string; readonly type: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly type: 'category'; readonly values: readonly string[] };

/** Rectangular data with named columns; every column has the same length. */
export interface DataTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Only every so many-th row of a longer file was kept; absent where all were. */
  readonly thinned?: { readonly every: number; readonly rowsInFile: number };
}

export type DataSource =
  | { readonly kind: 'builtin'; readonly name: DatasetName; readonly settings: Readonly<Record<string, number>> }
  | { readonly kind: 'table'; readonly table: DataTable }
  | TextSource;

export interface DataSettings {
  readonly source: DataSource;
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** Share of the rows held out for validation, 0 .. 0.9. */
  readonly validationShare: number;
  readonly splitSeed: number;
  /** Inputs become (x - mean) / deviation, both of the training rows; or as `scaling` says. */
  readonly standardise: boolean;
  /** How inputs are scaled where they are: by the deviation unless said, or (x - least) / (most - least), 0 to 1. */
  readonly scaling?: 'deviation' | 'range';
  /** How targets that are numbers are scaled: not at all unless said; `large`: by the deviation where they are beyond ±10. */
  readonly targetScaling?: ScalingChoice | 'large';
  /** How single columns are scaled, inputs and targets; the others follow `standardise`, `scaling` and `targetScaling`. */
  readonly scalings?: readonly { readonly column: string; readonly choice: ScalingChoice }[];
  /**
   * Rows with a gap among the inputs: left out unless said, or filled, a number with the mean of the training rows, a word
   * with a category of its own. A row without its target is always left out.
   */
  readonly missing?: 'drop' | 'fill';
  /** What becomes of gaps in single input columns; the others follow `missing`. */
  readonly gaps?: readonly { readonly column: string; readonly choice: GapChoice }[];
  /** Share of the rows kept for one test at the end, seen neither by training nor by validation, 0 .. 0.9; none unless said. */
  readonly testShare?: number;
}

export type Task = 'regression' | 'binary' | 'classes';

/** How a prepared input or target unit comes from its column. */
export interface Feature {
  /** Column name, or `column = value` for a one-hot unit. */
  readonly name: string;
  /** What is taken away, then what it is divided by: mean and deviation, or, scaled to 0 .. 1, the least value and the span. */
  readonly mean: number;
  readonly deviation: number;
}

/** What a network must fit, be the data prepared or, as a text, only known by name. */
export interface DataFacts {
  readonly inputs: readonly unknown[];
  readonly targets: readonly unknown[];
  readonly text?: TextFacts;
}

/** Data ready for training: row-major, one unit per feature. */
export interface PreparedData {
  readonly task: Task;
  readonly inputs: readonly Feature[];
  readonly targets: readonly Feature[];
  /** [rows, inputs] */
  readonly inputValues: Float64Array;
  /** [rows, targets]; classes as one-hot, binary as 0 or 1 */
  readonly targetValues: Float64Array;
  /** Row numbers, ascending. */
  readonly trainingRows: Uint32Array;
  readonly validationRows: Uint32Array;
  readonly testRows: Uint32Array;
  /** Row of the table that each prepared row was. */
  readonly tableRows: Uint32Array;
  /** Rows left out because a chosen cell was empty or not finite. */
  readonly droppedRows: number;
  /** Instead of inputs and targets where a language model learns; its rows are places in the text, set for a network. */
  readonly text?: TextExamples;
}
