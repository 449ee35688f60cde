/** The language model as a graph of ops, on the fast kernels; trained as the app's trainer does it. */
import { activate } from '../../../core/engine/ops/activate.ts';
import { attention } from '../../../core/engine/ops/attention.ts';
import { add } from '../../../core/engine/ops/combine.ts';
import { embedding } from '../../../core/engine/ops/embedding.ts';
import { idInput } from '../../../core/engine/ops/input.ts';
import { layerNorm } from '../../../core/engine/ops/normalize.ts';
import { weightedSum } from '../../../core/engine/ops/weighted-sum.ts';
import { Plan } from '../../../core/engine/plan.ts';
import { gelu } from '../../../core/nn/activations/gelu.ts';
import { adamw } from '../../../core/optim/optimizers/adamw.ts';
import { LearnedParameters, OptimizerRule } from '../../../core/training/learned-parameters.ts';
import { fastKernels } from './kernels.mjs';

export function makeLanguageModel(task, threads) {
  const model = openLanguageModel(task, fastKernels(threads));
  const { clipNorm, ...form } = task.optimizer;
  const optimizer = { ...form, l1: 0 };
  const batchCount = task.tensors['train.starts'].shape[0];
  const evaluationCount = task.tensors['evaluation.starts'].shape[0];
  let step = 0;
  return {
    notes: [model.kernels.name],
    run(steps) {
      for (const last = step + steps; step < last; step++) {
        model.update('train', step % batchCount, { step: step + 1, optimizer, clipNorm, clipValue: 0 });
      }
    },
    loss: () => mean(evaluationCount, (batch) => model.loss('evaluation', batch)),
    close: () => model.kernels.release(),
  };
}

/** The model at its starting weights: `update` and `loss` take a batch by its part of the task and its number. */
export function openLanguageModel(task, kernels) {
  const rule = new OptimizerRule(adamw);
  const plan = new Plan(graphOf(task), {
    largestBatch: task.batchSize,
    kernels,
    keepsValues: false,
    objective: { kind: 'classes' },
    learning: { slots: adamw.slots, rule },
  });
  plan.setParameters(Object.fromEntries([...plan.parameters.keys()].map((id) => [id, task.tensors[id].values])));
  const learned = new LearnedParameters(plan, rule, {});
  return {
    kernels,
    update(part, batch, settings) {
      takeBatch(plan, task, part, batch);
      plan.runThrough('forward', 'backward');
      const offender = learned.offendingGradient() ?? learned.update(settings);
      if (offender) throw new Error(`${offender.id} is ${offender.value}`);
    },
    loss(part, batch) {
      takeBatch(plan, task, part, batch);
      plan.runThrough('forward', 'loss');
      return plan.loss;
    },
  };
}

/** Mean of `of(0)` to `of(count - 1)`. */
export const mean = (count, of) => Array.from({ length: count }, (_, i) => of(i)).reduce((a, b) => a + b) / count;

function takeBatch(plan, { tensors, batchSize, blockSize }, part, batch) {
  const ids = plan.idsOf('ids');
  const { targets } = plan;
  const text = tensors.text.values;
  const starts = tensors[`${part}.starts`].values;
  for (let sample = 0; sample < batchSize; sample++) {
    const start = starts[batch * batchSize + sample];
    ids.set(text.subarray(start, start + blockSize), sample * blockSize);
    targets.set(text.subarray(start + 1, start + 1 + blockSize), sample * blockSize);
  }
}

function graphOf({ layerCount, headCount, blockSize, vocabularySize, tensors }) {
  const shapeOf = (name) => tensors[name].shape;
  const linear = (id, source, weight) => weightedSum(id, shapeOf(weight)[0], [{ source, weight }], null);
  const norm = (id, source, scale) => layerNorm(id, { source, scale, shift: null, epsilon: 1e-5 });
  const blocks = Array.from({ length: layerCount }, (_, layer) => {
    const own = (name) => `h.${layer}.${name}`;
    const [before, middle, after] = [`x${2 * layer}`, `x${2 * layer + 1}`, `x${2 * layer + 2}`];
    return [
      norm(own('ln_1'), before, own('ln_1.weight')),
      linear(own('qkv'), own('ln_1'), own('attn.c_attn.weight')),
      attention(own('attention'), { source: own('qkv'), heads: headCount, isCausal: true }),
      linear(own('projected'), own('attention'), own('attn.c_proj.weight')),
      add(middle, { value: before }, { value: own('projected') }),
      norm(own('ln_2'), middle, own('ln_2.weight')),
      linear(own('inner'), own('ln_2'), own('mlp.c_fc.weight')),
      activate(own('activated'), own('inner'), gelu),
      linear(own('outer'), own('activated'), own('mlp.c_proj.weight')),
      add(after, { value: middle }, { value: own('outer') }),
    ];
  });
  return {
    nodes: [
      idInput('ids', blockSize),
      embedding('tokens', 'ids', 'wte.weight'),
      add('x0', { value: 'tokens' }, { parameter: 'wpe.weight' }),
      ...blocks.flat(),
      norm('ln_f', `x${2 * layerCount}`, 'ln_f.weight'),
      weightedSum('logits', vocabularySize, [{ source: 'ln_f', weight: 'wte.weight' }], null),
    ],
    inputs: ['ids'],
    outputs: ['logits'],
    parameters: Object.keys(tensors)
      .filter((name) => name.endsWith('.weight'))
      .map((id) => ({ id, shape: shapeOf(id), mask: null, decays: shapeOf(id).length > 1 })),
  };
}
