/** Which rows of a table are used, and on which side of the split. Plain loops: a page chooses among a million rows within a frame. */
import { Random } from '../tensor/random.ts';
import type { Column, PreparedData } from './data-settings.ts';

/** Row numbers, ascending, in which every one of the columns holds something. */
export function usableRows(columns: readonly Column[]): Uint32Array {
  const total = columns[0]!.values.length;
  const hasGap = new Uint8Array(total);
  for (const { type, values } of columns) {
    if (type === 'number') for (let row = 0; row < total; row++) if (!Number.isFinite(values[row])) hasGap[row] = 1;
    if (type === 'category') for (let row = 0; row < total; row++) if (values[row] === '') hasGap[row] = 1;
  }
  return rowsWith(hasGap, 0);
}

/** Indices of 0 .. count - 1, ascending on each side, drawn by a seed; at least one is to train on. */
export function splitRows(
  count: number,
  validationShare: number,
  testShare: number,
  seed: number,
): Pick<PreparedData, 'trainingRows' | 'validationRows' | 'testRows'> {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  Random.fromSeed(seed).shuffle(order);
  const held = Math.min(count - 1, Math.round(count * validationShare));
  const tested = held + Math.min(count - held - 1, Math.round(count * testShare));
  const [training, validation, test] = [0, 1, 2];
  const sides = new Uint8Array(count); // marking is quicker than sorting each side
  for (let i = 0; i < tested; i++) sides[order[i]!] = i < held ? validation : test;
  return {
    trainingRows: rowsWith(sides, training),
    validationRows: rowsWith(sides, validation),
    testRows: rowsWith(sides, test),
  };
}

/** Where `marks` holds `mark`, ascending. */
function rowsWith(marks: Uint8Array, mark: number): Uint32Array {
  let count = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === mark) count++;
  const rows = new Uint32Array(count);
  for (let i = 0, at = 0; i < marks.length; i++) if (marks[i] === mark) rows[at++] = i;
  return rows;
}
