/** A classifier of 28 x 28 pictures, the field's first exercise: 784-128-10, ReLU, softmax cross-entropy, Adam. */
import { Random } from '../random.mjs';
import { tensor } from '../task-files.mjs';
import { startingWeights } from './mlp.mjs';

/**
 * Pictures that look alike in classes: a random prototype each, and noise over it. One label in ten is wrong, so that the
 * loss, and with it the gradients, never become so small that the processor's slow denormal numbers are what is measured.
 */
export function pictures(count, pixels, classes, random) {
  const prototypes = new Random(11).fill(classes * pixels, (r) => (r.uniform() < 0.2 ? r.uniform(0.3, 1) : 0));
  const inputs = new Float32Array(count * pixels);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const shown = random.integer(classes);
    labels[i] = random.uniform() < 0.1 ? random.integer(classes) : shown;
    for (let p = 0; p < pixels; p++) {
      inputs[i * pixels + p] = 0.6 * prototypes[shown * pixels + p] + random.uniform(0, 0.6);
    }
  }
  return [tensor([count, pixels], inputs), tensor([count], labels)];
}

/** A ReLU classifier of such pictures under Adam. */
export function makeClassifier(sizes, batchSize, trainCount, evaluationCount) {
  const random = new Random(5);
  const [pixels, classes] = [sizes[0], sizes.at(-1)];
  const [inputs, labels] = pictures(trainCount, pixels, classes, random);
  const [evaluationInputs, evaluationLabels] = pictures(evaluationCount, pixels, classes, random);
  return {
    kind: 'mlp',
    sizes,
    hidden: 'relu',
    loss: 'cross-entropy',
    optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    batchSize,
    tensors: {
      'train.inputs': inputs,
      'train.classes': labels,
      'evaluation.inputs': evaluationInputs,
      'evaluation.classes': evaluationLabels,
      ...startingWeights(sizes, random),
    },
  };
}

const digits = (name, batchSize) => ({
  name,
  title: `784-128-10, ReLU, softmax cross-entropy, Adam 1e-3, batch ${batchSize}`,
  cases: [
    {
      name: `batch ${batchSize}`,
      unit: 'samples',
      milliseconds: 500,
      lossSteps: 100,
      perStep: batchSize,
      make: () => makeClassifier([784, 128, 10], batchSize, 5120, 1024),
    },
  ],
});

export const digits32 = digits('digits-32', 32);
export const digits128 = digits('digits-128', 128);
