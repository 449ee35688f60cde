/** What can be asked about a run while it goes on, as it comes from another process: schemas with their limits. */
import * as v from 'valibot';
import { trainingSettingsSchema } from '../document/schema.ts';
import { initializers, type InitializerName } from '../nn/initializers/registry.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { LARGEST_LAYER } from '../compile/compile.ts';
import { MOST_SWEEP_RUNS } from './sweep.ts';
import { MOST_HIDDEN_LAYERS } from './sweep-shape.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const parameterId = v.pipe(v.string(), v.maxLength(80));
const seed = number(0, 0xffffffff);

/** Steps that one question may pass through: their values fit into 16 MiB each. */
export const MOST_STEPS_ASKED = 2_000_000;

/** The asker's number for it: progress and giving up go by it. */
export const jobId = number(1, 2_147_483_647);

const span = {
  branch: count,
  first: count,
  last: count,
};
const spanFits = ({ first, last }: { readonly first: number; readonly last: number }): boolean =>
  first <= last && last - first <= MOST_STEPS_ASKED;
const SPAN = `a question is about up to ${MOST_STEPS_ASKED} steps, the first before the last`;

export const stateQuestion = v.strictObject({ job: jobId, branch: count, step: count });

const word = number(-2_147_483_648, 2_147_483_647);
const signature = v.strictObject({ a: word, b: word });
export const recallQuestion = v.strictObject({
  job: jobId,
  run: count,
  branch: count,
  step: count,
  edits: count,
  signature,
  moments: signature,
});

export const lifeQuestion = v.pipe(
  v.strictObject({ job: jobId, ...span, id: parameterId, index: count }),
  v.check((asked) => spanFits(asked), SPAN),
);

const entry = v.strictObject({ id: parameterId, index: count });

export const landscapeQuestion = v.pipe(
  v.strictObject({
    job: jobId,
    ...span,
    step: count,
    directions: v.variant('kind', [
      v.strictObject({ kind: v.literal('parameters'), one: entry, other: entry }),
      v.strictObject({ kind: v.literal('random'), seed }),
    ]),
    size: v.pipe(
      number(5, 101),
      v.check((size) => size % 2 === 1, 'a landscape has an odd number of points'),
    ),
  }),
  v.check((asked) => spanFits(asked), SPAN),
);

const range = (least: number, most: number) => {
  const value = v.pipe(v.number(), v.minValue(least), v.maxValue(most));
  return { from: value, to: value, count: number(1, MOST_SWEEP_RUNS) };
};
const wholeRange = (least: number, most: number) => {
  const value = number(least, most);
  return { from: value, to: value, count: number(1, MOST_SWEEP_RUNS) };
};
const oneOrMore = <Name extends string>(names: Name[]) =>
  v.pipe(v.array(v.picklist(names)), v.minLength(1), v.maxLength(names.length));

export const sweepPlanSchema = v.strictObject({
  method: v.picklist(['grid', 'random']),
  axes: v.pipe(
    v.array(
      v.variant('setting', [
        v.strictObject({ setting: v.literal('learningRate'), ...range(1e-9, 1e6) }),
        v.strictObject({ setting: v.literal('batchSize'), ...range(1, 1e6) }),
        v.strictObject({
          setting: v.literal('optimizer'),
          choices: oneOrMore(Object.keys(optimizers) as OptimizerName[]),
        }),
        v.strictObject({
          setting: v.literal('initializer'),
          choices: oneOrMore(Object.keys(initializers) as InitializerName[]),
        }),
        v.strictObject({ setting: v.literal('seed'), count: number(1, MOST_SWEEP_RUNS) }),
        v.strictObject({ setting: v.literal('hiddenSize'), ...wholeRange(1, LARGEST_LAYER) }),
        v.strictObject({ setting: v.literal('hiddenLayers'), ...wholeRange(1, MOST_HIDDEN_LAYERS) }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(7),
  ),
  runs: number(1, MOST_SWEEP_RUNS),
  seed,
  steps: number(1, 10_000_000),
});

export const sweepQuestion = { job: jobId, training: trainingSettingsSchema, plan: sweepPlanSchema };
