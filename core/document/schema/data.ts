/** What data settings are allowed to be: built-in sets, tables of one's own, texts, and how they are prepared. */
import * as v from 'valibot';
import type { Column, DataSettings, DataSource, DataTable } from '../../data/data-settings.ts';
import type { Dataset } from '../../data/datasets/dataset.ts';
import { datasets, type DatasetName } from '../../data/datasets/registry.ts';
import { gapChoices, type GapChoice } from '../../data/gaps.ts';
import { scalingChoices, type ScalingChoice } from '../../data/scaling.ts';
import { LARGEST_TEXT } from '../../text/decode-text.ts';
import { tokenizerKinds, type TokenizerName } from '../../text/tokenizers/registry.ts';
import {
  finite,
  floats,
  MOST_ROWS,
  nameSchema,
  namesOf,
  seed,
  settingNameSchema,
  settingsProblem,
  table,
} from './values.ts';

const columnSchema: v.GenericSchema<Column> = v.variant('type', [
  v.strictObject({ name: nameSchema, type: v.literal('number'), values: floats }),
  v.strictObject({
    name: nameSchema,
    type: v.literal('category'),
    values: v.pipe(v.array(v.string()), v.maxLength(MOST_ROWS)),
  }),
]);

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const thinnedSchema = v.strictObject({ every: count, rowsInFile: count });

const tableSchema: v.GenericSchema<DataTable> = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.maxLength(200)),
    columns: v.pipe(v.array(columnSchema), v.minLength(1), v.maxLength(10_000)),
    thinned: v.exactOptional(thinnedSchema),
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
  utf8: v.pipe(
    v.instance(Uint8Array<ArrayBufferLike>),
    v.check(({ length }) => length <= LARGEST_TEXT, `a text has up to ${LARGEST_TEXT} bytes`),
  ),
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
  targetScaling: v.exactOptional(v.picklist<(ScalingChoice | 'large')[]>([...namesOf(scalingChoices), 'large'])),
  scalings: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ column: nameSchema, choice: v.picklist<ScalingChoice[]>(namesOf(scalingChoices)) })),
      v.maxLength(10_000),
      v.check((list) => new Set(list.map(({ column }) => column)).size === list.length, 'a column is scaled twice'),
    ),
  ),
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
