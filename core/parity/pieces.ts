/** Single functions, a normalisation and one head of attention: golden values of pieces, each a small model of its own. */
import type { Graph, GraphParameter } from '../engine/graph.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import type { LossFunction } from '../engine/kernels/reference/loss.ts';
import { activate } from '../engine/ops/activate.ts';
import { attention } from '../engine/ops/attention.ts';
import { add } from '../engine/ops/combine.ts';
import { concatenate } from '../engine/ops/concatenate.ts';
import { input } from '../engine/ops/input.ts';
import { layerNorm } from '../engine/ops/normalize.ts';
import { Plan } from '../engine/plan.ts';
import type { Reals } from '../tensor/reals.ts';
import { flat, shapeOf, type GoldenFile, type Nested } from './golden-file.ts';
import { activationNamed } from './torch-names.ts';

/** One tensor of a plan, and as it must be. */
export interface PieceValue {
  readonly what: string;
  readonly read: (plan: Plan) => Reals;
  readonly golden: readonly number[];
}

export interface PieceRun {
  /** @returns a new plan, ready to run forward and backward */
  readonly start: (kernels: KernelSet) => Plan;
  readonly values: readonly PieceValue[];
}

/** Σ output · target: a loss whose gradient is any upstream gradient that is wanted, given as targets. */
const dotProduct: LossFunction = {
  forward: (outputs, targets, rows, columns) => {
    let total = 0;
    for (let i = 0; i < rows * columns; i++) total += outputs[i]! * targets[i]!;
    return total;
  },
  backward: (_outputs, targets, rows, columns, gradient) => {
    for (let i = 0; i < rows * columns; i++) gradient[i] = targets[i]!;
  },
};

interface Piece {
  readonly graph: Graph;
  readonly init: Readonly<Record<string, Nested>>;
  readonly upstream: Nested;
}

/** @returns what there is to run, and the names of what is not known here */
export function piecesOf(file: GoldenFile): { runs: PieceRun[]; unknown: string[] } {
  const runs: PieceRun[] = [];
  const unknown: string[] = [];
  for (const [name, { y, dy }] of Object.entries(file.functions ?? {})) {
    const activation = activationNamed(name);
    const { x = [] } = file;
    if (!activation) {
      unknown.push(name);
      continue;
    }
    const graph = withParameters(['x'], { x: [x] }, (source) => [activate('y', source('x'), activation)]);
    runs.push({
      start: starting({ graph, init: { x: [x] }, upstream: x.map(() => 1) }),
      values: [
        { what: `${name}(x)`, read: (plan) => plan.dataOf('y'), golden: y },
        { what: `${name}'(x)`, read: gradientOf('x'), golden: dy },
      ],
    });
  }
  if (file.layernorm) runs.push(layerNormRun(file.layernorm as Record<string, Nested>));
  if (file.attention) runs.push(attentionRun(file.attention));
  return { runs, unknown };
}

function layerNormRun(given: Record<string, Nested>): PieceRun {
  const init = { x: given['x']!, scale: given['weight']!, shift: given['bias']! };
  const epsilon = Number(given['eps']);
  const graph = withParameters(['x'], init, (source) => [
    layerNorm('y', { source: source('x'), scale: 'scale', shift: 'shift', epsilon }),
  ]);
  return {
    start: starting({ graph, init, upstream: given['upstream']! }),
    values: [
      { what: 'layernorm', read: (plan) => plan.dataOf('y'), golden: flat(given['y']!) },
      ...gradients('layernorm', { x: given['dx']!, scale: given['dweight']!, shift: given['dbias']! }),
    ],
  };
}

function attentionRun(given: Record<string, Nested | boolean>): PieceRun {
  const tensor = (name: string): Nested => given[name] as Nested;
  const init = { q: tensor('q'), k: tensor('k'), v: tensor('v') };
  const graph = withParameters(['q', 'k', 'v'], init, (source) => [
    concatenate('qkv', [source('q'), source('k'), source('v')]),
    attention('y', { source: 'qkv', heads: 1, isCausal: given['causal'] === true }),
  ]);
  return {
    start: starting({ graph, init, upstream: tensor('upstream') }),
    values: [
      { what: 'attention weights', read: (plan) => plan.keptOf('y', 'weights'), golden: flat(tensor('weights')) },
      { what: 'attention', read: (plan) => plan.dataOf('y'), golden: flat(tensor('out')) },
      ...gradients('attention', { q: tensor('dq'), k: tensor('dk'), v: tensor('dv') }),
    ],
  };
}

const gradientOf =
  (name: string) =>
  (plan: Plan): Reals =>
    plan.parameters.get(name)!.gradient!;

const gradients = (what: string, golden: Record<string, Nested>): PieceValue[] =>
  Object.entries(golden).map(([name, value]) => ({
    what: `${what} gradient of ${name}`,
    read: gradientOf(name),
    golden: flat(value),
  }));

/** Operands as parameters, so that they have gradients: each is added to an input of zeros of its shape. */
function withParameters(
  operands: readonly string[],
  init: Readonly<Record<string, Nested>>,
  build: (source: (operand: string) => string) => Graph['nodes'],
): Graph {
  const parameters: GraphParameter[] = Object.entries(init).map(([id, value]) => ({
    id,
    shape: shapeOf(value),
    mask: null,
  }));
  const zeros = operands.map((operand) => {
    const [positions, width] = shapeOf(init[operand]!) as [number, number];
    return input(`${operand}.zero`, width, positions);
  });
  const sums = operands.map((operand) => add(`${operand}.sum`, { value: `${operand}.zero` }, { parameter: operand }));
  const nodes = [...zeros, ...sums, ...build((operand) => `${operand}.sum`)];
  return { nodes, inputs: zeros.map(({ id }) => id), outputs: ['y'], parameters };
}

const starting =
  ({ graph, init, upstream }: Piece) =>
  (kernels: KernelSet): Plan => {
    const plan = new Plan(graph, {
      largestBatch: 1,
      kernels,
      objective: { kind: 'rows', loss: dotProduct },
      learning: { slots: [], rule: { of: dotProduct, run: () => undefined } },
    });
    plan.setParameters(
      Object.fromEntries(Object.entries(init).map(([id, value]) => [id, Float64Array.from(flat(value))])),
    );
    plan.targets.set(flat(upstream));
    return plan;
  };
