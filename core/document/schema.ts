/** What a document may look like when it comes from outside: a file, another process, the command line. */
import * as v from 'valibot';
import { LARGEST_LAYER } from '../compile/compile.ts';
import { datasets } from '../data/datasets/registry.ts';
import { activations } from '../nn/activations/registry.ts';
import { initializers } from '../nn/initializers/registry.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { losses } from '../nn/losses/registry.ts';
import { optimizers } from '../optim/optimizers/registry.ts';

type Names<T extends object> = [keyof T & string, ...(keyof T & string)[]];
const namesOf = <T extends object>(registry: T): Names<T> => Object.keys(registry) as Names<T>;

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const name = v.pipe(v.string(), v.maxLength(80));
export const idSchema = v.pipe(v.string(), v.regex(/^[a-z]{1,8}\d{1,9}$/, 'must be an id such as l1'));
/** `l1.bias`, `c2.weight` */
export const parameterIdSchema = v.pipe(v.string(), v.regex(/^[a-z]{1,8}\d{1,9}\.[a-z]{1,32}$/, 'must be a parameter id'));
const momentIdSchema = v.pipe(v.string(), v.regex(/^[a-z]{1,32}\/[a-z]{1,8}\d{1,9}\.[a-z]{1,32}$/, 'must be a moment id'));
export const floats = v.instance(Float64Array<ArrayBufferLike>);
const words = v.instance(Uint32Array<ArrayBufferLike>);
const bits = v.pipe(
  v.instance(Uint8Array<ArrayBufferLike>),
  v.check((mask) => mask.every((bit) => bit <= 1), 'must hold only 0 and 1'),
);
const settings = v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]{0,32}$/)), finite);

export const layerSchema = v.strictObject({
  id: idSchema,
  kind: v.picklist(namesOf(layerKinds)),
  name,
  x: finite,
  y: finite,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_LAYER)),
  activation: v.picklist(namesOf(activations)),
  hasBias: v.boolean(),
});

export const connectionSchema = v.strictObject({
  id: idSchema,
  source: idSchema,
  target: idSchema,
  mask: v.nullable(bits),
});

const columnSchema = v.variant('type', [
  v.strictObject({ name: v.string(), type: v.literal('number'), values: floats }),
  v.strictObject({ name: v.string(), type: v.literal('category'), values: v.array(v.string()) }),
]);

export const dataSettingsSchema = v.strictObject({
  source: v.variant('kind', [
    v.strictObject({ kind: v.literal('builtin'), name: v.picklist(namesOf(datasets)), settings }),
    v.strictObject({
      kind: v.literal('table'),
      table: v.pipe(
        v.strictObject({ name: v.pipe(v.string(), v.maxLength(200)), columns: v.array(columnSchema) }),
        v.check(
          ({ columns }) => columns.every((column) => column.values.length === columns[0]!.values.length),
          'columns must be equally long',
        ),
      ),
    }),
  ]),
  inputs: v.array(v.string()),
  targets: v.array(v.string()),
  validationShare: v.pipe(finite, v.minValue(0), v.maxValue(0.9)),
  splitSeed: seed,
  standardise: v.boolean(),
});

export const trainingSettingsSchema = v.strictObject({
  loss: v.picklist(namesOf(losses)),
  optimizer: v.picklist(namesOf(optimizers)),
  optimizerSettings: settings,
  initializer: v.picklist(namesOf(initializers)),
  batchSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  seed,
});

export const runPositionSchema = v.strictObject({
  step: whole,
  epoch: whole,
  cursor: whole,
  order: v.pipe(
    words,
    v.check((order) => order.every((row) => row < order.length), 'must be an order of rows'),
  ),
  random: v.pipe(words, v.length(4)),
  moments: v.record(momentIdSchema, floats),
});

export const parameterTableSchema = v.record(parameterIdSchema, floats);

export const documentSchema = v.strictObject({
  layers: v.record(idSchema, layerSchema),
  connections: v.record(idSchema, connectionSchema),
  parameters: parameterTableSchema,
  labels: v.record(parameterIdSchema, v.array(name)),
  data: v.strictObject({ now: dataSettingsSchema }),
  training: v.strictObject({ now: trainingSettingsSchema }),
  run: v.strictObject({ now: v.optional(runPositionSchema) }),
});

/** `layers.l3.size: must be ...`, for people. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => String(item.key)).join('.');
  return `${path || 'the whole'}: ${issue.message}`;
}
