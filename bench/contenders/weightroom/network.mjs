/** Layers, or single neurons joined by single connections: drawn, compiled and trained as in the app. */
import { compileNetwork } from '../../../core/compile/compile.ts';
import { unconstrained } from '../../../core/document/constraints.ts';
import { Evaluator } from '../../../core/engine/evaluator.ts';
import { portable64 } from '../../../core/engine/kernels/portable.ts';
import { precisionFor } from '../../../core/engine/precision.ts';
import { meanSquaredError } from '../../../core/nn/losses/mean-squared-error.ts';
import { softmaxCrossEntropy } from '../../../core/nn/losses/softmax-cross-entropy.ts';
import { optimizers } from '../../../core/optim/optimizers/registry.ts';
import { Workspace } from '../../../core/training/workspace.ts';
import { Unable } from '../../serve.mjs';
import { drawLayers, drawNeurons } from './drawing.mjs';
import { fastKernels } from './kernels.mjs';

/** As many as the app's trainer hands over together. */
const STEPS_AT_ONCE = 256;

export function makeNetwork(task, threads) {
  const { layers, connections, parameters } = task.kind === 'mlp' ? drawLayers(task) : drawNeurons(task);
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new Error(problems[0].message);
  const isExact = precisionFor('auto', network.parameterCount) === 'float64';
  if (isExact && threads !== null) throw new Unable('a network of this size takes one thread anyway');
  const kernels = isExact ? portable64 : fastKernels(threads);
  const loss = task.loss === 'cross-entropy' ? softmaxCrossEntropy : meanSquaredError;
  const { optimizer: form, batchSize } = task;
  const data = tableOf(task, 'train', network);
  const work = new Workspace({
    network,
    data,
    largestBatch: batchSize,
    loss,
    optimizer: optimizers[form.name],
    parameters,
    moments: {},
    constraints: unconstrained,
    kernels,
  });
  const settings = { ...form, weightDecay: 0, l1: 0 };
  const rowCount = task.tensors['train.inputs'].shape[0];
  let next = 0;
  let step = 0;
  return {
    notes: [work.description],
    run(steps) {
      for (let left = steps; left > 0;) {
        const count = Math.min(left, STEPS_AT_ONCE);
        const starts = new Uint32Array(count + 1);
        for (let i = 1; i <= count; i++) starts[i] = i * batchSize;
        const order = new Uint32Array(count * batchSize);
        for (let i = 0; i < order.length; i++) order[i] = (next + i) % rowCount;
        const settingsAt = (i) => ({ step: step + i + 1, optimizer: settings, clipNorm: 0, clipValue: 0 });
        const { length: quick } = work.steps({ count, order, starts, settingsAt, isSteady: true });
        for (let i = quick; i < count; i++) {
          work.take(batchSize, (row) => order[starts[i] + row]);
          work.plan.runThrough('forward', 'backward');
          const offender = work.learned.offendingGradient() ?? work.learned.update(settingsAt(i));
          if (offender) throw new Error(`${offender.id} is ${offender.value}`);
        }
        step += count;
        left -= count;
        next = (next + count * batchSize) % rowCount;
      }
    },
    loss: () => evaluate(task, network, work.learned.values, loss),
    close: () => kernels.release?.(),
  };
}

function evaluate(task, network, parameters, loss) {
  const { inputValues, targetValues } = tableOf(task, 'evaluation', network);
  const rows = task.tensors['evaluation.inputs'].shape[0];
  const evaluator = new Evaluator(network, rows);
  evaluator.run(parameters, inputValues, rows);
  return loss.forward(evaluator.outputs, targetValues, rows, network.outputCount);
}

/** Prepared data as the app's, classes as one column each. */
function tableOf({ tensors }, part, network) {
  const { shape, values } = tensors[`${part}.inputs`];
  const inputValues = Float64Array.from(values);
  const targets = tensors[`${part}.targets`];
  const targetValues = targets ? Float64Array.from(targets.values) : oneHot(tensors[`${part}.classes`].values, network);
  const columns = (count) => Array.from({ length: count }, (_, i) => `${i}`);
  return { inputs: columns(shape[1]), targets: columns(network.outputCount), inputValues, targetValues };
}

function oneHot(classes, { outputCount }) {
  const values = new Float64Array(classes.length * outputCount);
  classes.forEach((which, row) => (values[row * outputCount + which] = 1));
  return values;
}
