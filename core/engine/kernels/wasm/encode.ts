/** Turns kernel calls into the records that the module reads, and says which calls it can run. */
import { elu } from '../../../nn/activations/elu.ts';
import { geluTanh } from '../../../nn/activations/gelu-tanh.ts';
import { gelu } from '../../../nn/activations/gelu.ts';
import { leakyRelu } from '../../../nn/activations/leaky-relu.ts';
import { linear } from '../../../nn/activations/linear.ts';
import { relu } from '../../../nn/activations/relu.ts';
import { selu } from '../../../nn/activations/selu.ts';
import { sigmoid } from '../../../nn/activations/sigmoid.ts';
import { silu } from '../../../nn/activations/silu.ts';
import { sine } from '../../../nn/activations/sine.ts';
import { softplus } from '../../../nn/activations/softplus.ts';
import { tanh } from '../../../nn/activations/tanh.ts';
import { meanSquaredError } from '../../../nn/losses/mean-squared-error.ts';
import { softmaxCrossEntropy } from '../../../nn/losses/softmax-cross-entropy.ts';
import { adam } from '../../../optim/optimizers/adam.ts';
import { adamw } from '../../../optim/optimizers/adamw.ts';
import { momentum } from '../../../optim/optimizers/momentum.ts';
import { nesterov } from '../../../optim/optimizers/nesterov.ts';
import { sgd } from '../../../optim/optimizers/sgd.ts';
import { sizeFor, type KernelCall, type Memory } from '../kernels.ts';
import * as code from './assembly/opcodes.ts';

/** Opcodes of a kernel, in the order in which they run. */
const opcodes: Readonly<Record<string, readonly number[]>> = {
  product: [code.PRODUCT],
  weightGradient: [code.WEIGHT_GRADIENT],
  fillRows: [code.FILL_ROWS],
  sumRows: [code.SUM_ROWS],
  mask: [code.MASK],
  activate: [code.ACTIVATE],
  activationGradient: [code.ACTIVATION_GRADIENT],
  sum: [code.SUM],
  times: [code.TIMES],
  sumGradient: [code.SUM_GRADIENT],
  timesGradient: [code.TIMES_GRADIENT],
  normalize: [code.NORMALIZE],
  normalizeInputGradient: [code.NORMALIZE_INPUT_GRADIENT],
  normalizeParameterGradient: [code.NORMALIZE_PARAMETER_GRADIENT],
  softmax: [code.SOFTMAX],
  softmaxGradient: [code.SOFTMAX_GRADIENT],
  gather: [code.GATHER],
  scatter: [code.SCATTER],
  attention: [code.ATTENTION],
  attentionGradient: [code.ATTENTION_GRADIENT],
  copyColumns: [code.COPY_COLUMNS],
  meanOverPositions: [code.MEAN_OVER_POSITIONS],
  meanGradient: [code.MEAN_GRADIENT],
  dropout: [code.DROPOUT],
  classCrossEntropy: [code.CLASS_CROSS_ENTROPY, code.CLASS_CROSS_ENTROPY_MEAN],
  loss: [code.LOSS],
  lossGradient: [code.LOSS_GRADIENT],
  update: [code.UPDATE],
  sumOfSquares: [code.SUM_OF_SQUARES],
  scale: [code.SCALE],
  rotary: [code.ROTARY],
  neurons: [code.NEURONS],
  neuronsGradient: [code.NEURONS_GRADIENT],
  neuronsParameterGradient: [code.NEURONS_PARAMETER_GRADIENT],
  toLanes: [code.TO_LANES],
  fromLanes: [code.FROM_LANES],
};

const functions = new Map<object, number>([
  [linear, code.LINEAR],
  [relu, code.RELU],
  [leakyRelu, code.LEAKY_RELU],
  [elu, code.ELU],
  [selu, code.SELU],
  [sigmoid, code.SIGMOID],
  [tanh, code.TANH],
  [softplus, code.SOFTPLUS],
  [silu, code.SILU],
  [gelu, code.GELU],
  [geluTanh, code.GELU_TANH],
  [sine, code.SINE],
  [meanSquaredError, code.MEAN_SQUARED_ERROR],
  [softmaxCrossEntropy, code.SOFTMAX_CROSS_ENTROPY],
  [sgd, code.SGD],
  [momentum, code.MOMENTUM],
  [nesterov, code.NESTEROV],
  [adam, code.ADAM],
  [adamw, code.ADAMW],
]);

const RECORD_WORDS = code.RECORD_BYTES / 4;

/** Numbers of the records of a call; none when the module has no loop for it. */
export function opcodesOf(call: KernelCall): readonly number[] {
  const { kernel } = call;
  if (kernel.of && !functions.has(kernel.of)) return [];
  if (kernel.functions?.some((used) => !functions.has(used))) return [];
  return exceedsScratch(call) ? [] : (opcodes[kernel.name] ?? []);
}

/** What a loop puts into its thread's own memory must fit there; rotary positions of their own are for the reference loop. */
function exceedsScratch({ kernel, tensors, sizes }: KernelCall): boolean {
  const [, second, third, heads] = sizes.map(Number) as [number, number, number, number];
  // Exponentials of one row.
  if (kernel.name === 'classCrossEntropy') return 4 * second > code.PACKING_BYTES;
  // Cosines and sines of every place and pair.
  if (kernel.name === 'rotary') return tensors[2] !== null || 4 * second * (third / heads) > code.PACKING_BYTES;
  return false;
}

/** Writes everything of a record that does not change with the batch. */
export function writeRecord(words: Int32Array, record: number, opcode: number, call: KernelCall, memory: Memory): void {
  const { kernel, tensors, reals } = call;
  const start = record * RECORD_WORDS;
  const asReals = new Float32Array(words.buffer, words.byteOffset, words.length);
  words[start] = opcode;
  words[start + code.FUNCTION_AT] = (kernel.of && functions.get(kernel.of)) ?? 0;
  kernel.functions?.forEach((used, i) => (words[start + code.FUNCTIONS_AT + i] = functions.get(used)!));
  tensors.forEach((tensor, i) => {
    words[start + code.ADDRESSES_AT + i] = tensor ? memory.start + tensor.offset : 0;
  });
  reals.forEach((value, i) => (asReals[start + code.REALS_AT + i] = value));
}

/** Writes the sizes of a record for a batch of `examples`. */
export function writeSizes(words: Int32Array, record: number, { sizes }: KernelCall, examples: number): void {
  const start = record * RECORD_WORDS + code.SIZES_AT;
  for (let i = 0; i < sizes.length; i++) words[start + i] = sizeFor(sizes[i]!, examples);
}

export const recordBytes = (records: number): number => records * code.RECORD_BYTES;

/** Bytes of its own that each thread needs for these calls. */
export function scratchBytes(calls: readonly KernelCall[]): number {
  const positions = calls.map(({ kernel, sizes }) => (kernel.name === 'attentionGradient' ? Number(sizes[1]) : 0));
  return code.PACKING_BYTES + 4 * code.QUERY_BLOCK * Math.max(0, ...positions);
}
