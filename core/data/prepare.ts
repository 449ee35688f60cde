/**
 * From a table and the person's choices to numbers ready for training: rows with missing cells left out and counted, or
 * filled; words as one-hot units; inputs and targets scaled by the training rows alone; a seeded split.
 */
import { initialSettings } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import type { Column, DataSettings, DataTable, PreparedData, Task } from './data-settings.ts';
import type { Dataset } from './datasets/dataset.ts';
import { datasets, type DatasetName } from './datasets/registry.ts';
import { FileError } from './file-error.ts';
import { choiceFor, filled } from './gaps.ts';
import { inputScaling, scaled, targetScaling, type Unit } from './scaling.ts';
import { prepareText, type TextSource } from './text-source.ts';

const MOST_CATEGORIES = 200;

export function tableOf({ source }: DataSettings): DataTable {
  if (source.kind === 'table') return source.table;
  if (source.kind === 'text')
    throw new FileError(`"${source.name}" is a text, not a table. Open it with a language model.`);
  const dataset: Dataset = datasets[source.name];
  return dataset.make(source.settings, Random.fromSeed(source.settings['seed'] ?? 1));
}

export function defaultDataSettings(name: DatasetName): DataSettings {
  const dataset: Dataset = datasets[name];
  return {
    source: { kind: 'builtin', name, settings: initialSettings(dataset.fields) },
    inputs: dataset.inputs,
    targets: dataset.targets,
    validationShare: dataset.validationShare,
    splitSeed: 1,
    standardise: dataset.standardise,
  };
}

/** A first choice for a table of one's own: the last column is the target, every other that can be an input is one. */
export function settingsForTable(table: DataTable): DataSettings {
  const usable = table.columns.filter(
    (column) => column.type === 'number' || wordsOf(column).length <= MOST_CATEGORIES,
  );
  const target = usable.at(-1);
  return {
    source: { kind: 'table', table },
    inputs: usable.filter((column) => column !== target && column.type === 'number').map(({ name }) => name),
    targets: target ? [target.name] : [],
    validationShare: 0.2,
    splitSeed: 1,
    standardise: true,
    targetScaling: 'large',
  };
}

/** @throws FileError saying what about the chosen columns cannot be trained on */
export function prepareData(settings: DataSettings): PreparedData {
  if (settings.source.kind === 'text') return preparedText(settings.source, settings);
  const table = tableOf(settings);
  const inputs = settings.inputs.map((name) => columnOf(table, name));
  const targets = settings.targets.map((name) => columnOf(table, name));
  if (inputs.length === 0) throw new FileError(`No input columns of "${table.name}" are chosen. Choose at least one.`);
  if (targets.length === 0) throw new FileError(`No target column of "${table.name}" is chosen. Choose at least one.`);
  const both = settings.inputs.find((name) => settings.targets.includes(name));
  if (both !== undefined) {
    throw new FileError(
      `"${both}" is both an input and a target, which makes the task trivial. Choose one of the two.`,
    );
  }
  const needed = inputs.filter((column) => choiceFor(column, settings) === 'drop');
  const rows = usableRows([...needed, ...targets]);
  const total = inputs[0]!.values.length;
  if (rows.length < 2) {
    throw new FileError(
      `Only ${rows.length} of ${total} rows have every chosen cell filled; 2 are needed. Choose other columns.`,
    );
  }
  const { validationShare, testShare = 0, splitSeed } = settings;
  const split = splitRows(rows.length, validationShare, testShare, splitSeed);
  const withoutGaps = (column: Column): Column => filled(column, choiceFor(column, settings), rows, split.trainingRows);
  const inputUnits = inputs.flatMap((column) => inputUnitsOf(withoutGaps(column), rows, split.trainingRows, settings));
  const { task, units: targetUnits } = targetUnitsOf(targets, rows, split.trainingRows, settings);
  return {
    task,
    inputs: inputUnits.map(({ feature }) => feature),
    targets: targetUnits.map(({ feature }) => feature),
    inputValues: interleave(inputUnits, rows.length),
    targetValues: interleave(targetUnits, rows.length),
    ...split,
    tableRows: Uint32Array.from(rows),
    droppedRows: total - rows.length,
  };
}

function preparedText(source: TextSource, { validationShare, splitSeed }: DataSettings): PreparedData {
  const none = new Uint32Array(0);
  return {
    ...{
      task: 'classes',
      inputs: [],
      targets: [],
      inputValues: new Float64Array(0),
      targetValues: new Float64Array(0),
    },
    ...{ trainingRows: none, validationRows: none, testRows: none, tableRows: none, droppedRows: 0 },
    text: prepareText(source, validationShare, splitSeed),
  };
}

function columnOf(table: DataTable, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  const names = table.columns.map((column) => column.name).join(', ');
  throw new FileError(`"${table.name}" has no column "${name}". It has: ${names.slice(0, 300)}.`);
}

function usableRows(columns: readonly Column[]): number[] {
  const rows: number[] = [];
  for (let row = 0; row < columns[0]!.values.length; row++) {
    const isUsable = columns.every((column) =>
      column.type === 'number' ? Number.isFinite(column.values[row]) : column.values[row] !== '',
    );
    if (isUsable) rows.push(row);
  }
  return rows;
}

function splitRows(
  count: number,
  validationShare: number,
  testShare: number,
  seed: number,
): Pick<PreparedData, 'trainingRows' | 'validationRows' | 'testRows'> {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  Random.fromSeed(seed).shuffle(order);
  const held = Math.min(count - 1, Math.round(count * validationShare));
  const tested = held + Math.min(count - held - 1, Math.round(count * testShare));
  return {
    validationRows: order.slice(0, held).sort(),
    testRows: order.slice(held, tested).sort(),
    trainingRows: order.slice(tested).sort(),
  };
}

const wordsOf = (column: Column): string[] =>
  column.type === 'category' ? [...new Set(column.values)].filter((word) => word !== '').sort() : [];

function oneHot(column: Column & { type: 'category' }, rows: readonly number[], word: string): Unit {
  return {
    feature: { name: `${column.name} = ${word}`, mean: 0, deviation: 1 },
    values: Float64Array.from(rows, (row) => (column.values[row] === word ? 1 : 0)),
  };
}

function inputUnitsOf(column: Column, rows: readonly number[], training: Uint32Array, settings: DataSettings): Unit[] {
  if (column.type === 'category') {
    const words = presentWords(column, rows);
    return words.map((word) => oneHot(column, rows, word));
  }
  const raw = Float64Array.from(rows, (row) => column.values[row]!);
  return [scaled(column.name, raw, training, inputScaling(column.name, settings))];
}

function presentWords(column: Column & { type: 'category' }, rows: readonly number[]): string[] {
  const words = [...new Set(rows.map((row) => column.values[row]!))].sort();
  if (words.length > MOST_CATEGORIES) {
    throw new FileError(
      `"${column.name}" has ${words.length} different words; up to ${MOST_CATEGORIES} can be one-hot units. Choose another column.`,
    );
  }
  return words;
}

function targetUnitsOf(
  columns: readonly Column[],
  rows: readonly number[],
  training: Uint32Array,
  settings: DataSettings,
): { task: Task; units: Unit[] } {
  const [only] = columns;
  if (columns.length === 1 && only!.type === 'category') {
    const words = presentWords(only as Column & { type: 'category' }, rows);
    if (words.length < 2) {
      throw new FileError(
        `Every row of "${only!.name}" says "${words[0]}", so there is nothing to learn. Choose another target.`,
      );
    }
    const units = words.map((word) => oneHot(only as Column & { type: 'category' }, rows, word));
    return words.length === 2 ? { task: 'binary', units: [units[1]!] } : { task: 'classes', units };
  }
  const raw = columns.map((column) => {
    if (column.type === 'category') {
      throw new FileError(
        `"${column.name}" holds words and cannot be one of several targets. Choose it alone, or leave it out.`,
      );
    }
    return { name: column.name, values: Float64Array.from(rows, (row) => column.values[row]!) };
  });
  const isBinary = raw.length === 1 && raw[0]!.values.every((value) => value === 0 || value === 1);
  const units = raw.map(({ name, values }) =>
    scaled(name, values, training, isBinary ? 'none' : targetScaling(name, values, settings)),
  );
  return { task: isBinary ? 'binary' : 'regression', units };
}

function interleave(units: readonly Unit[], rows: number): Float64Array {
  const values = new Float64Array(rows * units.length);
  units.forEach((unit, i) => {
    for (let row = 0; row < rows; row++) values[row * units.length + i] = unit.values[row]!;
  });
  return values;
}
