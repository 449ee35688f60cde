/**
 * From a table and the person's choices to numbers ready for training: rows with missing cells left out and counted, or
 * filled; words as one-hot units; inputs and targets scaled by the training rows alone; a seeded split.
 */
import { initialSettings } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import { finish, type Steps } from '../text/steps.ts';
import type { Column, DataSettings, DataTable, Feature, PreparedData, Task } from './data-settings.ts';
import type { Dataset } from './datasets/dataset.ts';
import { datasets, type DatasetName } from './datasets/registry.ts';
import { FileError } from './file-error.ts';
import { choiceFor, filled } from './gaps.ts';
import { inputScaling, scaled, targetScaling, type Unit } from './scaling.ts';
import { splitRows, usableRows } from './row-choice.ts';
import { prepareTextInSteps, type TextSource } from './text-source.ts';

const MOST_CATEGORIES = 200;
/** 160 MB. */
const MOST_NUMBERS = 20_000_000;

type Words = Column & { readonly type: 'category' };

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
  const usable = table.columns.filter((column) => column.type === 'number' || wordCount(column) <= MOST_CATEGORIES);
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
export const prepareData = (settings: DataSettings): PreparedData => finish(prepareInSteps(settings));

/** The same a column at a time: a page has a million cells to prepare, and people to answer. @throws FileError as prepareData */
export function* prepareInSteps(settings: DataSettings): Steps<unknown, PreparedData> {
  if (settings.source.kind === 'text') return yield* preparedText(settings.source, settings, null);
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
  yield;
  const total = inputs[0]!.values.length;
  if (rows.length < 2) {
    throw new FileError(
      `Only ${rows.length} of ${total} rows have every chosen cell filled; 2 are needed. Choose other columns.`,
    );
  }
  const { validationShare, testShare = 0, splitSeed } = settings;
  const split = splitRows(rows.length, validationShare, testShare, splitSeed);
  yield;
  const inputUnits: Units[] = [];
  for (const column of inputs) {
    const whole = filled(column, choiceFor(column, settings), rows, split.trainingRows);
    inputUnits.push(inputUnitsOf(whole, rows, split.trainingRows, settings));
    yield;
  }
  const { task, units: targetUnits } = targetUnitsOf(targets, rows, split.trainingRows, settings);
  yield;
  const inputValues = yield* interleave(table.name, inputUnits, rows.length);
  const targetValues = yield* interleave(table.name, targetUnits, rows.length);
  return {
    task,
    inputs: inputUnits.flatMap(({ features }) => features),
    targets: targetUnits.flatMap(({ features }) => features),
    inputValues,
    targetValues,
    ...split,
    tableRows: rows,
    droppedRows: total - rows.length,
  };
}

/** @param known the text's tokens, where it has been cut before @yields the share done @throws FileError as `prepareData` */
export function* preparedText(
  source: TextSource,
  { validationShare, splitSeed }: DataSettings,
  known: Int32Array | null,
): Steps<number, PreparedData> {
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
    text: yield* prepareTextInSteps(source, validationShare, splitSeed, known),
  };
}

function columnOf(table: DataTable, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  const names = table.columns.map((column) => column.name).join(', ');
  throw new FileError(`"${table.name}" has no column "${name}". It has: ${names.slice(0, 300)}.`);
}

const wordCount = ({ values }: Words): number => new Set(values).size - (values.includes('') ? 1 : 0);

/** Neighbouring units that one column gives, and how their values get into a row-major matrix. */
interface Units {
  readonly features: readonly Feature[];
  /** @param width units of a row @param at place of the first of these in it */
  readonly fill: (matrix: Float64Array, width: number, at: number) => void;
}

const oneUnit = ({ feature, values }: Unit): Units => ({
  features: [feature],
  fill: (matrix, width, at) => {
    for (let row = 0; row < values.length; row++) matrix[row * width + at] = values[row]!;
  },
});

/** @param words those that have a unit */
function oneHot({ name, values }: Words, rows: Uint32Array, words: readonly string[]): Units {
  const codes = new Map(words.map((word, code) => [word, code]));
  return {
    features: words.map((word) => ({ name: `${name} = ${word}`, mean: 0, deviation: 1 })),
    fill: (matrix, width, at) => {
      for (let row = 0; row < rows.length; row++) {
        const code = codes.get(values[rows[row]!]!);
        if (code !== undefined) matrix[row * width + at + code] = 1;
      }
    },
  };
}

function inputUnitsOf(column: Column, rows: Uint32Array, training: Uint32Array, settings: DataSettings): Units {
  if (column.type === 'category') return oneHot(column, rows, presentWords(column, rows));
  const raw = gathered(column.values, rows);
  return oneUnit(scaled(column.name, raw, training, inputScaling(column.name, settings)));
}

function gathered(values: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i]!]!;
  return found;
}

function presentWords(column: Words, rows: Uint32Array): string[] {
  const found = new Set<string>();
  for (let i = 0; i < rows.length; i++) found.add(column.values[rows[i]!]!);
  if (found.size > MOST_CATEGORIES) {
    throw new FileError(
      `"${column.name}" has ${found.size} different words; up to ${MOST_CATEGORIES} can be one-hot units. Choose another column.`,
    );
  }
  return [...found].sort();
}

function targetUnitsOf(
  columns: readonly Column[],
  rows: Uint32Array,
  training: Uint32Array,
  settings: DataSettings,
): { task: Task; units: Units[] } {
  const [only] = columns;
  if (columns.length === 1 && only!.type === 'category') {
    const words = presentWords(only as Words, rows);
    if (words.length < 2) {
      throw new FileError(
        `Every row of "${only!.name}" says "${words[0]}", so there is nothing to learn. Choose another target.`,
      );
    }
    const isBinary = words.length === 2;
    return {
      task: isBinary ? 'binary' : 'classes',
      units: [oneHot(only as Words, rows, isBinary ? words.slice(1) : words)],
    };
  }
  const raw = columns.map((column) => {
    if (column.type === 'category') {
      throw new FileError(
        `"${column.name}" holds words and cannot be one of several targets. Choose it alone, or leave it out.`,
      );
    }
    return { name: column.name, values: gathered(column.values, rows) };
  });
  const isBinary = raw.length === 1 && raw[0]!.values.every((value) => value === 0 || value === 1);
  const units = raw.map(({ name, values }) =>
    oneUnit(scaled(name, values, training, isBinary ? 'none' : targetScaling(name, values, settings))),
  );
  return { task: isBinary ? 'binary' : 'regression', units };
}

/** @throws FileError where that would take more memory than a page has */
function* interleave(table: string, parts: readonly Units[], rows: number): Steps<void, Float64Array> {
  const width = parts.reduce((sum, { features }) => sum + features.length, 0);
  if (width * rows > MOST_NUMBERS) {
    throw new FileError(
      `${rows} rows of "${table}" make ${width} units each, ${width * rows} numbers; up to ${MOST_NUMBERS} can be used. Leave out columns of words.`,
    );
  }
  const matrix = new Float64Array(rows * width);
  let at = 0;
  for (const { features, fill } of parts) {
    fill(matrix, width, at);
    at += features.length;
    yield;
  }
  return matrix;
}
