/**
 * What a well-formed document is, checked wherever one comes from outside: a file, another process. Enumerations and ranges
 * come from the registries, so that a new activation or optimizer is allowed here by being there.
 */
import * as v from 'valibot';
import { LARGEST_LAYER, largestSize } from '../compile/compile.ts';
import type { Column, DataSettings, DataSource, DataTable } from '../data/data-settings.ts';
import { datasets, type DatasetName } from '../data/datasets/registry.ts';
import { gapChoices, type GapChoice } from '../data/gaps.ts';
import type { Dataset } from '../data/datasets/dataset.ts';
import { activations, type ActivationName } from '../nn/activations/registry.ts';
import { initializers, type InitializerName } from '../nn/initializers/registry.ts';
import { precisionChoices } from '../engine/precision.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../nn/layers/registry.ts';
import { losses, type LossName } from '../nn/losses/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { tokenizerKinds, type TokenizerName } from '../text/tokenizers/registry.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { schedules, type ScheduleName } from '../optim/schedules/registry.ts';
import type { Schedule } from '../optim/schedules/schedule.ts';
import { fieldProblem, type Fields } from '../settings/field.ts';
import { inconsistencies } from './consistency.ts';
import {
  FARTHEST,
  ONLY,
  type Connection,
  type Group,
  type Constraint,
  type Tie,
  type Layer,
  type NetworkDocument,
  type Note,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from './document.ts';

const MOST_ITEMS = 100_000;
const MOST_ROWS = 5_000_000;
const LONGEST_TEXT = 200_000_000;
const LARGEST_SEED = 4294967295;

/** Keys that would reach an object's prototype when used as a name. */
const isSafeKey = (key: string): boolean => key !== '__proto__' && key !== 'constructor' && key !== 'prototype';
const namesOf = <Name extends string>(registry: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(registry) as Name[];
/** Of any kind; each has its own limit. */
const LARGEST_OF_ALL = Math.max(...namesOf(layerKinds).map(largestSize));

const idSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id is 1 to 64 letters, digits, _ or -'),
  v.check(isSafeKey, 'this name is reserved'),
);
const parameterIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9]{1,32}$/, 'a parameter id is an item id, a dot and a name'),
);
const momentIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9]{1,32}\/[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9]{1,32}$/, 'a moment id is slot/parameter id'),
);
const settingNameSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9]{1,40}$/, 'a setting has a name of 1 to 40 letters or digits'),
  v.check(isSafeKey, 'this name is reserved'),
);
const nameSchema = v.pipe(v.string(), v.maxLength(80, 'a name has up to 80 characters'));
const finite = v.pipe(v.number(), v.finite());
const place = v.pipe(finite, v.minValue(-FARTHEST), v.maxValue(FARTHEST));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const seed = v.pipe(count, v.maxValue(LARGEST_SEED));
const floats = v.instance(Float64Array<ArrayBufferLike>);
const words = v.instance(Uint32Array<ArrayBufferLike>);

/** A table by safe keys. valibot's record leaves reserved keys out without a word; here they are refused. */
function table<T>(key: v.GenericSchema<string>, value: v.GenericSchema<T>): v.GenericSchema<Table<T>> {
  return v.pipe(
    v.custom<Table<T>>((input) => typeof input === 'object' && input !== null && !Array.isArray(input), 'not a table'),
    v.check((input) => Object.getOwnPropertyNames(input).every(isSafeKey), 'a key of this table is reserved'),
    v.check((input) => Object.keys(input).length <= MOST_ITEMS, `a table has up to ${MOST_ITEMS} entries`),
    v.record(key, value),
  );
}

const drawnLayerSchema = v.strictObject({
  id: idSchema,
  kind: v.picklist<LayerKindName[]>(namesOf(layerKinds)),
  name: nameSchema,
  x: place,
  y: place,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_OF_ALL)),
  activation: v.picklist<ActivationName[]>(namesOf(activations)),
  hasBias: v.boolean(),
  form: v.exactOptional(v.picklist(['block', 'units'])),
  settings: v.exactOptional(table(settingNameSchema, finite)),
});

export const layerSchema: v.GenericSchema<Layer> = v.pipe(
  drawnLayerSchema,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { kind, size, settings = {} } = dataset.value;
    const { fields = {} }: LayerKind = layerKinds[kind];
    if (size > largestSize(kind)) addIssue({ message: `a layer of this kind has up to ${largestSize(kind)} units` });
    for (const [name, value] of Object.entries(settings)) {
      const field = fields[name];
      const message = field ? fieldProblem(field, value) : `a ${kind} has no setting "${name}"`;
      if (message !== null) addIssue({ message });
    }
  }),
);

export const LONGEST_NOTE = 4000;
export const NOTE_SIDES = { least: 40, most: 2000 } as const;
const side = v.pipe(finite, v.minValue(NOTE_SIDES.least), v.maxValue(NOTE_SIDES.most));

export const noteSchema: v.GenericSchema<Note> = v.strictObject({
  id: idSchema,
  x: place,
  y: place,
  width: side,
  height: side,
  text: v.pipe(v.string(), v.maxLength(LONGEST_NOTE, `a note has up to ${LONGEST_NOTE} characters`)),
});

export const groupSchema: v.GenericSchema<Group> = v.strictObject({
  id: idSchema,
  name: nameSchema,
  members: v.pipe(v.array(idSchema), v.minLength(1, 'a group has at least one member'), v.maxLength(MOST_ITEMS)),
});

const maskSchema = v.pipe(
  v.instance(Uint8Array<ArrayBufferLike>),
  v.maxLength(LARGEST_LAYER * LARGEST_LAYER),
  v.check((mask) => mask.every((bit) => bit <= 1), 'a mask holds 0 and 1'),
);

export const connectionSchema: v.GenericSchema<Connection> = v.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  mask: v.nullable(maskSchema),
});

const bound = v.pipe(
  floats,
  v.check((values) => !values.some(Number.isNaN), 'an end of a range must be a number'),
);

export const constraintSchema: v.GenericSchema<Constraint> = v.strictObject({
  frozen: v.nullable(maskSchema),
  minimum: v.nullable(bound),
  maximum: v.nullable(bound),
});

export const tieSchema: v.GenericSchema<Tie> = v.strictObject({
  id: idSchema,
  members: v.pipe(
    v.array(v.strictObject({ id: parameterIdSchema, index: count, sign: v.picklist([1, -1] as const) })),
    v.minLength(2, 'a tie has at least two members'),
    v.maxLength(MOST_ITEMS),
  ),
});

/** What training must keep to, as it crosses to the training process. */
export const constraintsSchema = v.strictObject({
  constraints: table(parameterIdSchema, constraintSchema),
  ties: table(idSchema, tieSchema),
});

const columnSchema: v.GenericSchema<Column> = v.variant('type', [
  v.strictObject({ name: nameSchema, type: v.literal('number'), values: floats }),
  v.strictObject({
    name: nameSchema,
    type: v.literal('category'),
    values: v.pipe(v.array(v.string()), v.maxLength(MOST_ROWS)),
  }),
]);

const tableSchema: v.GenericSchema<DataTable> = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.maxLength(200)),
    columns: v.pipe(v.array(columnSchema), v.minLength(1), v.maxLength(10_000)),
  }),
  v.check(
    ({ columns }) => columns.every(({ values }) => values.length === columns[0]!.values.length),
    'columns differ in length',
  ),
  v.check(
    ({ columns }) => new Set(columns.map(({ name }) => name)).size === columns.length,
    'two columns have one name',
  ),
);

const builtinSchema = v.pipe(
  v.strictObject({
    kind: v.literal('builtin'),
    name: v.picklist<DatasetName[]>(namesOf(datasets)),
    settings: table(settingNameSchema, finite),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { fields }: Dataset = datasets[dataset.value.name];
    const message = settingsProblem(fields, dataset.value.settings);
    if (message !== null) addIssue({ message });
  }),
);

/** Its tokenizer is read where the text is prepared, which says what is wrong with it. */
const textSchema = v.strictObject({
  kind: v.literal('text'),
  name: v.pipe(v.string(), v.maxLength(200)),
  text: v.pipe(v.string(), v.maxLength(LONGEST_TEXT, `a text has up to ${LONGEST_TEXT} characters`)),
  layout: v.picklist(['continuous', 'lines']),
  objective: v.picklist(['next', 'masked']),
  tokenizer: v.looseObject({ kind: v.picklist<TokenizerName[]>(namesOf(tokenizerKinds)) }),
});

const dataSourceSchema: v.GenericSchema<DataSource> = v.variant('kind', [
  builtinSchema,
  v.strictObject({ kind: v.literal('table'), table: tableSchema }),
  textSchema,
]);

const columnNames = v.pipe(v.array(nameSchema), v.maxLength(10_000));

export const dataSettingsSchema: v.GenericSchema<DataSettings> = v.strictObject({
  source: dataSourceSchema,
  inputs: columnNames,
  targets: columnNames,
  validationShare: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
  splitSeed: seed,
  standardise: v.boolean(),
  scaling: v.exactOptional(v.picklist(['deviation', 'range'])),
  missing: v.exactOptional(v.picklist(['drop', 'fill'])),
  gaps: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ column: nameSchema, choice: v.picklist<GapChoice[]>(namesOf(gapChoices)) })),
      v.maxLength(10_000),
      v.check((gaps) => new Set(gaps.map(({ column }) => column)).size === gaps.length, 'a column has two choices'),
    ),
  ),
  testShare: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9))),
});

const clip = v.pipe(finite, v.minValue(0), v.maxValue(1e9));

export const trainingSettingsSchema: v.GenericSchema<TrainingSettings> = v.pipe(
  v.strictObject({
    loss: v.picklist<LossName[]>(namesOf(losses)),
    optimizer: v.picklist<OptimizerName[]>(namesOf(optimizers)),
    optimizerSettings: table(settingNameSchema, finite),
    initializer: v.picklist<InitializerName[]>(namesOf(initializers)),
    batchSize: v.pipe(count, v.minValue(1), v.maxValue(1e9)),
    seed,
    schedule: v.picklist<ScheduleName[]>(namesOf(schedules)),
    scheduleSettings: table(settingNameSchema, finite),
    clipNorm: clip,
    clipValue: clip,
    precision: v.picklist(precisionChoices),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { fields }: Optimizer = optimizers[dataset.value.optimizer];
    const { fields: scheduleFields }: Schedule = schedules[dataset.value.schedule];
    const message =
      settingsProblem(fields, dataset.value.optimizerSettings) ??
      settingsProblem(scheduleFields, dataset.value.scheduleSettings);
    if (message !== null) addIssue({ message });
  }),
);

/** Every field must be there and in range; values of other optimizers may be kept along. */
function settingsProblem(fields: Fields, settings: Readonly<Record<string, number>>): string | null {
  for (const [name, field] of Object.entries(fields)) {
    const value = settings[name];
    if (value === undefined) return `${field.label} (${name}) is missing.`;
    const problem = fieldProblem(field, value);
    if (problem !== null) return problem;
  }
  return null;
}

export const runPositionSchema: v.GenericSchema<RunPosition> = v.pipe(
  v.strictObject({
    step: count,
    epoch: count,
    cursor: count,
    order: v.pipe(words, v.maxLength(MOST_ROWS), v.check(isPermutation, 'the order must hold each example once')),
    random: v.pipe(
      words,
      v.length(4),
      v.check((state) => state.some((word) => word !== 0), 'a random state must not be all zero'),
    ),
    moments: table(momentIdSchema, floats),
  }),
  // Windows of a running text have no order: their cursor counts what was drawn.
  v.check(({ cursor, order }) => order.length === 0 || cursor <= order.length, 'the cursor is beyond the last example'),
);

function isPermutation(order: Uint32Array): boolean {
  const seen = new Uint8Array(order.length);
  for (const index of order) {
    if (index >= order.length || seen[index] === 1) return false;
    seen[index] = 1;
  }
  return true;
}

/** A table with at most the one entry `now`. */
const only = <T>(value: v.GenericSchema<T>): v.GenericSchema<Table<T>> =>
  table(v.literal(ONLY, `the only key is "${ONLY}"`), value);

const parameterSchema = v.pipe(
  floats,
  v.check((values) => values.every(Number.isFinite), 'a parameter must be a finite number'),
);

export const documentSchema: v.GenericSchema<NetworkDocument> = v.pipe(
  v.strictObject({
    layers: table(idSchema, layerSchema),
    connections: table(idSchema, connectionSchema),
    parameters: table(parameterIdSchema, parameterSchema),
    labels: table(parameterIdSchema, v.array(nameSchema)),
    notes: table(idSchema, noteSchema),
    groups: table(idSchema, groupSchema),
    constraints: table(parameterIdSchema, constraintSchema),
    ties: table(idSchema, tieSchema),
    data: only(dataSettingsSchema),
    training: only(trainingSettingsSchema),
    run: only(runPositionSchema),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of inconsistencies(dataset.value)) addIssue({ message });
  }),
);
