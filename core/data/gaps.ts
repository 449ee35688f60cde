/** What becomes of empty cells, column by column: rows left out, or the gap filled from the training rows alone. */
import type { Column, ColumnType, DataSettings } from './data-settings.ts';

/** What can be done about a gap, with what people read. `drop` leaves the row out. */
export const gapChoices = {
  drop: 'rows left out',
  mean: 'the mean',
  median: 'the median',
  mostFrequent: 'most frequent',
  category: 'own category',
} as const;
export type GapChoice = keyof typeof gapChoices;

/** A word that stands for no word. */
const MISSING_WORD = '(missing)';

const choicesByType: Readonly<Record<ColumnType, readonly GapChoice[]>> = {
  number: ['drop', 'mean', 'median', 'mostFrequent'],
  category: ['drop', 'mostFrequent', 'category'],
};

export const choicesFor = ({ type }: Column): readonly GapChoice[] => choicesByType[type];

/** The column's own choice where it suits what the column holds, else that of the whole table. */
export function choiceFor(
  column: Column,
  { gaps = [], missing = 'drop' }: Pick<DataSettings, 'gaps' | 'missing'>,
): GapChoice {
  const own = gaps.find((rule) => rule.column === column.name)?.choice;
  if (own && choicesFor(column).includes(own)) return own;
  if (missing === 'drop') return 'drop';
  return column.type === 'number' ? 'mean' : 'category';
}

/** The choices with another one for a column. */
export const withChoice = (
  { gaps = [] }: Pick<DataSettings, 'gaps'>,
  column: string,
  choice: GapChoice,
): NonNullable<DataSettings['gaps']> => [...gaps.filter((rule) => rule.column !== column), { column, choice }];

export function gapCount(column: Column): number {
  const { type, values } = column;
  let count = 0;
  if (type === 'number') for (let i = 0; i < values.length; i++) count += Number.isFinite(values[i]) ? 0 : 1;
  else for (let i = 0; i < values.length; i++) count += values[i] === '' ? 1 : 0;
  return count;
}

/**
 * The column without gaps. What fills them comes from the training rows that have a value; 0, or a word of its own, where
 * none has.
 *
 * @param rows rows of the table that are used @param training indices into `rows`
 */
export function filled(column: Column, choice: GapChoice, rows: ArrayLike<number>, training: Uint32Array): Column {
  if (choice === 'drop' || gapCount(column) === 0) return column;
  if (column.type === 'category') {
    const words = Array.from(training, (row) => column.values[rows[row]!]!).filter((word) => word !== '');
    const word = choice === 'mostFrequent' ? (mostFrequent(words.sort()) ?? MISSING_WORD) : MISSING_WORD;
    return { ...column, values: column.values.map((value) => (value === '' ? word : value)) };
  }
  const known = Float64Array.from(training, (row) => column.values[rows[row]!]!).filter(Number.isFinite);
  const value = known.length === 0 ? 0 : fillings[choice](known);
  return { ...column, values: column.values.map((own) => (Number.isFinite(own) ? own : value)) };
}

/** From at least one finite number. A number has no category of its own: it takes the mean. */
const fillings: Readonly<Record<Exclude<GapChoice, 'drop'>, (known: Float64Array) => number>> = {
  mean,
  median,
  mostFrequent: (known) => mostFrequent(known.toSorted())!,
  category: mean,
};

function mean(known: Float64Array): number {
  let sum = 0;
  for (const value of known) sum += value;
  return sum / known.length;
}

/** The middle one; of an even count, half-way between the two in the middle. */
function median(known: Float64Array): number {
  const sorted = known.toSorted();
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle]!;
  const [below, above] = [sorted[middle - 1]!, sorted[middle]!];
  return below + (above - below) / 2;
}

/** Of equals the one that comes first in order. @param sorted so that equals stand together */
function mostFrequent<Value>(sorted: ArrayLike<Value>): Value | undefined {
  let best: Value | undefined;
  let most = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > most) [best, most] = [sorted[start], end - start];
  }
  return best;
}
