/**
 * The language model in jax-js, by its own functions: `take`, `standardize`, `dotProductAttention`, `gelu`, `logSoftmax`. Loss,
 * gradient, clipping and AdamW are one jitted function, as its manual recommends.
 */
import { blockUntilReady, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';

// jax-js owns by counting: a call takes its arguments over, and `.ref` is what is kept.

export function makeTransformer(task) {
  const { batchSize, blockSize, optimizer, tensors } = task;
  let weights = weightsOf(tensors);
  const zeros = () => Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, np.zeros(shape)]));
  let state = { means: zeros(), squares: zeros() };
  const lossOf = (given, ids, targets) => {
    const likelihoods = nn.logSoftmax(logitsOf(given, ids, task), -1);
    const ofTargets = likelihoods.mul(nn.oneHot(targets, task.vocabularySize));
    return np.sum(ofTargets).mul(-1 / (batchSize * blockSize));
  };
  const step = jit((given, { means, squares }, ids, targets, corrections) => {
    const [loss, gradients] = valueAndGrad(lossOf)(referred(given), ids, targets);
    loss.dispose();
    return updated(given, clipped(gradients, optimizer.clipNorm), means, squares, corrections, optimizer);
  });
  const evaluate = jit(lossOf);
  const batchesOf = (part) => {
    const starts = tensors[`${part}.starts`];
    return Array.from({ length: starts.shape[0] }, (_, i) =>
      [0, 1].map((offset) => {
        const ids = new Int32Array(batchSize * blockSize);
        starts.values.subarray(i * batchSize, (i + 1) * batchSize).forEach((start, sample) => {
          ids.set(tensors.text.values.subarray(start + offset, start + offset + blockSize), sample * blockSize);
        });
        return np.array(ids).reshape([batchSize, blockSize]);
      }),
    );
  };
  const batches = { train: batchesOf('train'), evaluation: batchesOf('evaluation') };
  let count = 0;
  return {
    async run(steps) {
      for (let i = 0; i < steps; i++) {
        const [ids, targets] = batches.train[count % batches.train.length];
        count++;
        const corrections = np.array([1 / (1 - optimizer.beta1 ** count), 1 / (1 - optimizer.beta2 ** count)]);
        [weights, state] = step(weights, state, ids.ref, targets.ref, corrections);
        await blockUntilReady(weights);
      }
    },
    async loss() {
      let sum = 0;
      for (const [ids, targets] of batches.evaluation) sum += evaluate(referred(weights), ids.ref, targets.ref).js();
      return sum / batches.evaluation.length;
    },
    close() {
      for (const tree of [weights, state.means, state.squares])
        for (const array of Object.values(tree)) array.dispose();
      for (const array of [...batches.train, ...batches.evaluation].flat()) array.dispose();
      step.dispose();
      evaluate.dispose();
    },
  };
}

/** By nanoGPT's names; those of products in blocks as [inputs, outputs]. */
function weightsOf(tensors) {
  const weights = {};
  for (const [name, { values, shape }] of Object.entries(tensors)) {
    if (!name.endsWith('.weight')) continue;
    const asGiven = np.array(values).reshape(shape);
    weights[name] = name.startsWith('h.') && shape.length === 2 ? np.transpose(asGiven) : asGiven;
  }
  return weights;
}

const mapped = (tree, of) => Object.fromEntries(Object.entries(tree).map(([name, array]) => [name, of(array, name)]));
const referred = (tree) => mapped(tree, (array) => array.ref);

/** @returns [batch, block, vocabulary]; takes `weights` over */
function logitsOf(weights, ids, { layerCount, headCount, width, batchSize, blockSize }) {
  const linear = (values, name) => np.matmul(values, weights[name]);
  const normalized = (values, name) => nn.standardize(values, -1).mul(weights[name]);
  const attended = (values, layer) => {
    const parts = np.split(linear(values, `h.${layer}.attn.c_attn.weight`), 3, -1);
    const [q, k, v] = parts.map((part) => part.reshape([batchSize, blockSize, headCount, width / headCount]));
    const seen = nn.dotProductAttention(q, k, v, { isCausal: true });
    return linear(seen.reshape([batchSize, blockSize, width]), `h.${layer}.attn.c_proj.weight`);
  };
  const { 'wte.weight': embedding, 'wpe.weight': positions } = weights;
  let x = np.take(embedding.ref, ids, 0).add(positions);
  for (let layer = 0; layer < layerCount; layer++) {
    x = x.ref.add(attended(normalized(x, `h.${layer}.ln_1.weight`), layer));
    const inner = linear(normalized(x.ref, `h.${layer}.ln_2.weight`), `h.${layer}.mlp.c_fc.weight`);
    x = x.add(linear(nn.gelu(inner, { approximate: false }), `h.${layer}.mlp.c_proj.weight`));
  }
  return np.matmul(normalized(x, 'ln_f.weight'), np.transpose(embedding)); // tied
}

/** All gradients times min(1, limit / (norm of all + 1e-6)), as PyTorch clips. */
function clipped(gradients, limit) {
  const squares = Object.values(gradients).map((gradient) => np.sum(np.square(gradient.ref)));
  const norm = np.sqrt(squares.reduce((a, b) => a.add(b)));
  const factor = np.minimum(np.reciprocal(norm.add(1e-6)).mul(limit), 1);
  const result = mapped(gradients, (gradient) => gradient.mul(factor.ref));
  factor.dispose();
  return result;
}

/** AdamW: what decays, matrices only, decays before the step. */
function updated(given, gradients, means, squares, corrections, { learningRate, beta1, beta2, epsilon, weightDecay }) {
  const [correctMean, correctSquare] = np.split(corrections, 2);
  const newMeans = mapped(means, (mean, name) => mean.mul(beta1).add(gradients[name].ref.mul(1 - beta1)));
  const newSquares = mapped(squares, (square, name) =>
    square.mul(beta2).add(np.square(gradients[name]).mul(1 - beta2)),
  );
  const weights = mapped(given, (weight, name) => {
    const kept = weight.ndim > 1 ? weight.mul(1 - learningRate * weightDecay) : weight;
    const direction = newMeans[name].ref.mul(correctMean.ref);
    const size = np.sqrt(newSquares[name].ref.mul(correctSquare.ref)).add(epsilon);
    return kept.sub(direction.div(size).mul(learningRate));
  });
  correctMean.dispose();
  correctSquare.dispose();
  return [weights, { means: newMeans, squares: newSquares }];
}
