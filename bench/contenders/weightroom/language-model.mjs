/**
 * The language model as the app's own preset draws it in nanoGPT's form, compiled and trained as a drawing; only which windows
 * of the text come next is the task's.
 */
import { compileNetwork } from '../../../core/compile/compile.ts';
import { unconstrained } from '../../../core/document/constraints.ts';
import { softmaxCrossEntropy } from '../../../core/nn/losses/softmax-cross-entropy.ts';
import { adamw } from '../../../core/optim/optimizers/adamw.ts';
import { modelPlan } from '../../../core/presets/language/model-plan.ts';
import { languagePresets } from '../../../core/presets/language/registry.ts';
import { Workspace } from '../../../core/training/workspace.ts';
import { fastKernels } from './kernels.mjs';

/** The preset in nanoGPT's CPU configuration; sizes are the task's. */
const PRESET = 'gpt-char-small';

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
  const { batchSize, tensors } = task;
  const network = networkOf(task);
  const work = openWorkspace(task, network, kernels);
  const { plan, learned } = work;
  const take = (part, batch) => {
    const starts = tensors[`${part}.starts`].values;
    work.take(batchSize, (sample) => starts[batch * batchSize + sample]);
  };
  return {
    kernels,
    update(part, batch, settings) {
      take(part, batch);
      plan.runThrough('forward', 'backward');
      const offender = learned.offendingGradient() ?? learned.update(settings);
      if (offender) throw new Error(`${offender.id} is ${offender.value}`);
    },
    loss(part, batch) {
      take(part, batch);
      plan.runThrough('forward', 'loss');
      return plan.loss;
    },
  };
}

/** Mean of `of(0)` to `of(count - 1)`. */
export const mean = (count, of) => Array.from({ length: count }, (_, i) => of(i)).reduce((a, b) => a + b) / count;

function networkOf({ layerCount, headCount, width, blockSize, vocabularySize }) {
  const { form } = languagePresets[PRESET];
  const sizes = { layers: layerCount, heads: headCount, width, context: blockSize, dropout: 0 };
  const feedForward = { ...form.feedForward, hidden: 4 * width };
  const { layers, connections } = modelPlan(PRESET, { ...form, ...sizes, feedForward }).draw(vocabularySize);
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new Error(problems[0].message);
  return network;
}

function openWorkspace({ batchSize, vocabularySize, tensors }, network, kernels) {
  const ids = tensors.text.values;
  const text = { name: 'text', objective: 'next', vocabulary: vocabularySize, ids, mask: null, documents: null };
  return new Workspace({
    network,
    data: { inputs: [], targets: [], text },
    largestBatch: batchSize,
    loss: softmaxCrossEntropy,
    optimizer: adamw,
    parameters: parametersOf(network, tensors),
    moments: {},
    constraints: unconstrained,
    kernels,
  });
}

/** Of the task's weights, by the ids of the drawing. */
function parametersOf(network, tensors) {
  const titles = new Map(network.layers.map(({ id, layer }) => [id, layer.name]));
  return Object.fromEntries(
    network.parameters.map(({ id, owner }) => {
      const given = tensors[nanoGptName(titles.get(owner), id.slice(owner.length + 1))];
      return [id, given.values];
    }),
  );
}

const ofEmbeddings = { embedding: 'wte.weight', positions: 'wpe.weight', 'final norm': 'ln_f.weight' };
const ofBlocks = {
  'norm a': () => 'ln_1.weight',
  'norm b': () => 'ln_2.weight',
  attention: (name) => (name === 'qkvWeight' ? 'attn.c_attn.weight' : 'attn.c_proj.weight'),
  'feed-forward': (name) => (name === 'innerWeight' ? 'mlp.c_fc.weight' : 'mlp.c_proj.weight'),
};

/** @param layer as the preset names it: `attention 1`, `norm 1a`; @param name of the parameter within the layer */
function nanoGptName(layer, name) {
  if (ofEmbeddings[layer]) return ofEmbeddings[layer];
  const [, kind, block, half] = /^(\D+?) (\d+)([ab]?)$/.exec(layer);
  return `h.${block - 1}.${ofBlocks[half ? `${kind} ${half}` : kind](name)}`;
}
