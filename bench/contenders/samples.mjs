/** A task's samples one by one, for the libraries that learn from one sample at a time and in plain arrays. */

/**
 * @param shape what the library wants of a sample, made at once so that nothing is held twice
 * @returns {{ input: number[], target: number[] | number }[]} the target is a class's number in a classification
 */
export function samplesOf(task, part, shape = (sample) => sample) {
  const inputs = task.tensors[`${part}.inputs`];
  const targets = task.tensors[`${part}.targets`];
  const classes = task.tensors[`${part}.classes`];
  const targetOf = targets ? (i) => rowOf(targets, i) : (i) => classes.values[i];
  return Array.from({ length: inputs.shape[0] }, (_, i) => shape({ input: rowOf(inputs, i), target: targetOf(i) }));
}

/** Mean of (prediction - target)² over the evaluation samples of a one-output regression. */
export function meanSquaredError(task, predict) {
  const samples = samplesOf(task, 'evaluation');
  const sum = samples.reduce((total, { input, target }) => total + (predict(input) - target[0]) ** 2, 0);
  return sum / samples.length;
}

/** Row `index` of a two-dimensional tensor, as a plain array. */
export const rowOf = ({ shape, values }, index) =>
  Array.from(values.subarray(index * shape[1], (index + 1) * shape[1]));
