/** Golden cases as graphs of ops: each parameter has the name that it has in the file. */
import type { GraphNode, GraphParameter } from '../engine/graph.ts';
import type { Objective } from '../engine/objective.ts';
import { activate } from '../engine/ops/activate.ts';
import { attention } from '../engine/ops/attention.ts';
import { add } from '../engine/ops/combine.ts';
import { embedding } from '../engine/ops/embedding.ts';
import { flatten } from '../engine/ops/flatten.ts';
import { idInput, input } from '../engine/ops/input.ts';
import { meanOverPositions } from '../engine/ops/mean-over-positions.ts';
import { layerNorm } from '../engine/ops/normalize.ts';
import { weightedSum, type WeightedSumNode } from '../engine/ops/weighted-sum.ts';
import type { Plan } from '../engine/plan.ts';
import type { Reals } from '../tensor/reals.ts';
import type { Shape } from '../tensor/shape.ts';
import { flat, shapeOf, type GoldenCase, type GoldenFile, type Nested } from './golden-file.ts';
import { activationNamed, lossNamed } from './torch-names.ts';

/** A golden case as something to compute. */
export interface ParityModel {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly string[];
  readonly output: string;
  readonly parameters: readonly GraphParameter[];
  readonly init: Readonly<Record<string, Float64Array>>;
  readonly objective: Objective;
  /** Examples of the one batch that everything is computed on. */
  readonly examples: number;
  /** Writes inputs and targets. */
  readonly feed: (plan: Plan) => void;
  /** Where the values that a file lists under `forward` are found, by their name there. */
  readonly forward: Readonly<Record<string, (plan: Plan) => Reals>>;
}

type Described = Omit<ParityModel, 'parameters' | 'init' | 'feed' | 'objective'>;

/** @returns null for a case of a kind that is not known */
export function modelOf(file: GoldenFile, example: GoldenCase): ParityModel | null {
  const described = describe(file, example);
  const init = example.init ?? file.init;
  const inputs = example.inputs ?? file.inputs;
  const named = example.targets ?? file.targets;
  const lossName = example.loss_name ?? file.loss_name ?? file.config?.['loss_name'];
  if (!described || !init || inputs === undefined || named === undefined || typeof lossName !== 'string') return null;
  const targets = isTable(named) ? named[lossName] : named;
  const objective = lossNamed(lossName);
  if (targets === undefined || !objective) return null;
  const ids = described.nodes[0]!.shape({ value: noOperand, parameter: noOperand }).kind === 'index';
  return {
    ...described,
    objective,
    parameters: Object.entries(init).map(([id, value]) => {
      const shape = typeof value === 'number' ? unitShape(id, described.nodes) : shapeOf(value);
      return { id, shape, mask: null };
    }),
    init: Object.fromEntries(Object.entries(init).map(([id, value]) => [id, Float64Array.from(flat(value))])),
    feed: (plan) => {
      if (ids) plan.idsOf(described.inputs[0]!).set(flat(inputs));
      else plan.setInputs(Float64Array.from(flat(inputs)), described.examples);
      plan.targets.set(flat(targets));
    },
  };
}

function describe(file: GoldenFile, example: GoldenCase): Described | null {
  const name = example.name ?? file.name ?? '';
  const inputs = example.inputs ?? file.inputs;
  if (inputs === undefined) return null;
  const examples = shapeOf(inputs)[0] ?? 0;
  if (name === 'linear_2_2_1') return worked(examples);
  if (file.nodes && file.edges) return sparse(file, examples);
  if (file.config) return transformer(file, examples);
  if (name === 'cbow_mean' || name.startsWith('char_mlp')) return wordPredictor(name, inputs, examples);
  const activations = file.activations ?? (example.activation === undefined ? null : [example.activation, 'linear']);
  return activations ? layered(activations, example.init ?? file.init ?? {}, examples) : null;
}

const noOperand = (): never => {
  throw new Error('internal: an input has no operands');
};

const isTable = (value: Nested | Record<string, Nested>): value is Record<string, Nested> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A layer of one unit: z = Σ x·w + b, then the activation. */
function unit(id: string, edges: readonly (readonly [source: string, weight: string])[], bias: string, act: string) {
  const terms = edges.map(([source, weight]) => ({ source, weight }));
  return [weightedSum(`${id}.sum`, 1, terms, bias), activate(id, `${id}.sum`, activationNamed(act)!)];
}

/** Parameters that a file has as lone numbers are weights and biases of units. */
const unitShape = (id: string, nodes: readonly GraphNode[]): Shape =>
  nodes.some((node) => (node as Partial<WeightedSumNode>).bias === id) ? [1] : [1, 1];

const valuesOf = (...names: readonly (readonly [string, string])[]): Described['forward'] =>
  Object.fromEntries(names.map(([golden, node]) => [golden, (plan: Plan) => plan.dataOf(node)]));

function worked(examples: number): Described {
  const nodes = [
    input('x1', 1),
    input('x2', 1),
    ...unit(
      'z1',
      [
        ['x1', 'w11'],
        ['x2', 'w21'],
      ],
      'b1',
      'linear',
    ),
    ...unit(
      'z2',
      [
        ['x1', 'w12'],
        ['x2', 'w22'],
      ],
      'b2',
      'linear',
    ),
    ...unit(
      'y',
      [
        ['z1', 'w31'],
        ['z2', 'w32'],
      ],
      'b3',
      'linear',
    ),
  ];
  const forward = valuesOf(['z1', 'z1'], ['z2', 'z2'], ['y', 'y']);
  return { nodes, inputs: ['x1', 'x2'], output: 'y', examples, forward };
}

function sparse({ nodes = [], edges = [] }: GoldenFile, examples: number): Described | null {
  const inputs = nodes.filter(({ kind }) => kind === 'input').map(({ id }) => id);
  if (nodes.some(({ act }) => act !== undefined && !activationNamed(act))) return null;
  const made = nodes.flatMap(({ id, act }) => {
    if (act === undefined) return [input(id, 1)];
    const incoming = edges.flatMap(([from, to]) => (to === id ? [[from, `${from}->${to}`] as const] : []));
    return unit(id, incoming, `b:${id}`, act);
  });
  const forward = valuesOf(...nodes.map(({ id }) => [id, id] as const));
  return { nodes: made, inputs, output: nodes.at(-1)!.id, examples, forward };
}

/** Layers `l1`, `l2`, ... of weights [out, in] and biases. */
function layered(names: readonly string[], init: Record<string, Nested>, examples: number): Described | null {
  const activations = names.map(activationNamed);
  const width = shapeOf(init['l1.weight'] ?? null)[1];
  if (width === undefined || activations.includes(undefined)) return null;
  const nodes: GraphNode[] = [input('x', width)];
  const forward: [string, string][] = [];
  let last = 'x';
  activations.forEach((activation, i) => {
    const layer = `l${i + 1}`;
    const units = shapeOf(init[`${layer}.weight`] ?? null)[0] ?? 0;
    nodes.push(weightedSum(`z${i + 1}`, units, [{ source: last, weight: `${layer}.weight` }], `${layer}.bias`));
    nodes.push(activate(`a${i + 1}`, `z${i + 1}`, activation!));
    forward.push([`z${i + 1}`, `z${i + 1}`], [`a${i + 1}`, `a${i + 1}`]);
    last = `a${i + 1}`;
  });
  return { nodes, inputs: ['x'], output: last, examples, forward: valuesOf(...forward) };
}

/** The mean of the context's embeddings, or all of them side by side through a hidden tanh layer. */
function wordPredictor(name: string, inputs: Nested, examples: number): Described {
  const context = shapeOf(inputs)[1] ?? 1;
  const start = [idInput('ids', context), embedding('embedded', 'ids', 'emb')];
  const classes = (source: string) => dense('logits', source, 'out');
  if (name === 'cbow_mean') {
    const nodes = [...start, meanOverPositions('mean', 'embedded'), classes('mean')];
    const forward = valuesOf(['mean', 'mean'], ['logits', 'logits']);
    return { nodes, inputs: ['ids'], output: 'logits', examples, forward };
  }
  const hidden = [dense('sum', 'concat', 'l1'), activate('h', 'sum', activationNamed('tanh')!)];
  const nodes = [...start, flatten('concat', 'embedded'), ...hidden, classes('h')];
  const forward = valuesOf(['concat', 'concat'], ['h', 'h'], ['logits', 'logits']);
  return { nodes, inputs: ['ids'], output: 'logits', examples, forward };
}

/** Weight `name.weight` and bias `name.bias`; the width follows from the weight. */
function dense(id: string, source: string, name: string): GraphNode {
  const weight = `${name}.weight`;
  return {
    ...weightedSum(id, 0, [{ source, weight }], `${name}.bias`),
    shape: (operands) => made(operands.parameter(weight)[0]!).shape(operands),
    bind: (binding) => made(binding.parameter(weight).shape[0]!).bind(binding),
  };
  function made(width: number) {
    return weightedSum(id, width, [{ source, weight }], `${name}.bias`);
  }
}

/** One pre-norm block between embeddings and a head tied to them. */
function transformer({ config, causal, activation }: GoldenFile, examples: number): Described | null {
  const number = (key: string): number => Number(config?.[key]);
  const act = activationNamed(activation ?? '');
  if (!act || causal === undefined) return null;
  const epsilon = number('layernorm_eps');
  const norm = (id: string, source: string, name: string) =>
    layerNorm(id, { source, scale: `${name}.weight`, shift: `${name}.bias`, epsilon });
  const nodes = [
    idInput('ids', number('context')),
    embedding('tokens', 'ids', 'tok_emb'),
    add('x0', { value: 'tokens' }, { parameter: 'pos_emb' }),
    norm('ln1', 'x0', 'ln1'),
    dense('qkv', 'ln1', 'qkv'),
    attention('attended', { source: 'qkv', heads: number('heads'), isCausal: causal }),
    dense('projected', 'attended', 'proj'),
    add('x1', { value: 'x0' }, { value: 'projected' }),
    norm('ln2', 'x1', 'ln2'),
    dense('fc1', 'ln2', 'fc1'),
    activate('activated', 'fc1', act),
    dense('fc2', 'activated', 'fc2'),
    add('x2', { value: 'x1' }, { value: 'fc2' }),
    norm('lnf', 'x2', 'lnf'),
    weightedSum('logits', number('vocab'), [{ source: 'lnf', weight: 'tok_emb' }], null),
  ];
  const same = ['x0', 'ln1', 'x1', 'fc1', 'x2', 'lnf', 'logits'].map((name) => [name, name] as const);
  const forward = { ...valuesOf(...same), attention: (plan: Plan) => plan.keptOf('attended', 'weights') };
  return { nodes, inputs: ['ids'], output: 'logits', examples, forward };
}
