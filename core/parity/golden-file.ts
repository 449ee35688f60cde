/** The golden format: networks with the values, gradients and trained parameters that PyTorch gave for them. */
import * as v from 'valibot';

export type Nested = number | null | readonly Nested[];

const nested: v.GenericSchema<Nested> = v.lazy(() => v.union([v.number(), v.null(), v.array(nested)]));
const tensors = v.record(v.string(), nested);

const snapshot = v.object({
  loss: v.number(),
  params: tensors,
  state: v.optional(v.record(v.string(), tensors)),
});

/** By optimizer, then by number of steps. */
const after = v.record(v.string(), v.record(v.string(), snapshot));

const float32 = v.object({
  grad: v.optional(v.number()),
  params_after: v.optional(v.record(v.string(), v.record(v.string(), v.number()))),
});

const caseEntries = {
  name: v.optional(v.string()),
  activation: v.optional(v.string()),
  loss_name: v.optional(v.string()),
  inputs: v.optional(nested),
  targets: v.optional(v.union([nested, tensors])),
  init: v.optional(tensors),
  forward: v.optional(tensors),
  loss: v.optional(v.number()),
  grad: v.optional(tensors),
  after: v.optional(after),
  f32_max_abs_diff: v.optional(float32),
};

const goldenCase = v.object(caseEntries);

const pieces = v.record(v.string(), v.union([nested, v.boolean()]));

const goldenFile = v.object({
  ...caseEntries,
  torch_optim: v.record(
    v.string(),
    v.tuple([v.string(), v.record(v.string(), v.union([v.number(), v.boolean(), v.array(v.number())]))]),
  ),
  activations: v.optional(v.array(v.string())),
  cases: v.optional(v.array(goldenCase)),
  clipped: v.optional(v.object({ max_norm: v.number(), after, f32_max_abs_diff: float32 })),
  nodes: v.optional(v.array(v.object({ id: v.string(), kind: v.optional(v.string()), act: v.optional(v.string()) }))),
  edges: v.optional(v.array(v.tuple([v.string(), v.string()]))),
  causal: v.optional(v.boolean()),
  config: v.optional(v.record(v.string(), v.union([v.number(), v.string()]))),
  x: v.optional(v.array(v.number())),
  functions: v.optional(v.record(v.string(), v.object({ y: v.array(v.number()), dy: v.array(v.number()) }))),
  layernorm: v.optional(pieces),
  attention: v.optional(pieces),
});

export type GoldenFile = v.InferOutput<typeof goldenFile>;
export type GoldenCase = v.InferOutput<typeof goldenCase>;
export type Snapshots = v.InferOutput<typeof after>;
export type Float32Differences = v.InferOutput<typeof float32>;
export type TorchOptimizer = GoldenFile['torch_optim'][string];

/** @throws Error that names the first entry that is not as it must be */
export function readGolden(text: string, file: string): GoldenFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const result = v.safeParse(goldenFile, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${file} is not a golden file: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

/** All numbers in order; null (not comparable) becomes NaN. */
export const flat = (value: Nested): number[] =>
  typeof value === 'number' ? [value] : value === null ? [NaN] : value.flatMap(flat);

export function shapeOf(value: Nested): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0] as Nested)] : [];
}
