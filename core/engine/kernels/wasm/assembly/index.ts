/** The module: runs a stretch of a plan's calls on one of several threads, which divide each call among them. */
import { activate, activationGradient } from './activations';
import { attention, attentionGradient } from './attention';
import { combine, combineGradient } from './combine';
import { dropout } from './dropout';
import { fromLanes, toLanes } from './lanes';
import { classCrossEntropy, classCrossEntropyMean, loss, lossGradient } from './losses';
import { awaitFinished, claim, finishShare } from './meeting';
import { neurons, neuronsGradient, neuronsParameterGradient } from './neurons';
import { normalize, normalizeInputGradient, normalizeParameterGradient } from './normalize';
import * as code from './opcodes';
import { product, weightGradient } from './product';
import { opcode } from './record';
import { rotary } from './rotary';
import { copyColumns, fillRows, gather, mask, meanGradient, meanOverPositions, scatter, sumRows } from './rows';
import { softmax, softmaxGradient } from './softmax';
import { scale, sumOfSquares, update } from './update';

/**
 * Calls `from` up to `to` of the records at `program`. The first thread returns when all are finished; another may come late,
 * or when they have long been finished, and then finds nothing to do.
 *
 * @param number of the call `from` @param scratch this thread's own memory @param meeting words shared by all: see meeting.ts
 */
export function run(program: usize, from: i32, to: i32, number: i32, thread: i32, threads: i32, scratch: usize, meeting: usize): void {
  if (threads == 1) {
    for (let i = from; i < to; i++) call(program + <usize>(i * code.RECORD_BYTES), 0, 1, scratch);
    return;
  }
  for (let i = from; i < to; i++, number++) {
    awaitFinished(meeting, number * threads);
    for (let turn = 0; turn < threads; turn++) {
      const share = (thread + turn) % threads;
      if (!claim(meeting, share, number)) continue;
      call(program + <usize>(i * code.RECORD_BYTES), share, threads, scratch);
      finishShare(meeting, (number + 1) * threads);
    }
  }
  if (thread == 0) awaitFinished(meeting, number * threads);
}

function call(record: usize, thread: i32, threads: i32, scratch: usize): void {
  switch (opcode(record)) {
    case code.PRODUCT: return product(record, thread, threads, scratch);
    case code.WEIGHT_GRADIENT: return weightGradient(record, thread, threads, scratch);
    case code.FILL_ROWS: return fillRows(record, thread, threads);
    case code.SUM_ROWS: return sumRows(record, thread, threads);
    case code.MASK: return mask(record, thread, threads);
    case code.ACTIVATE: return activate(record, thread, threads);
    case code.ACTIVATION_GRADIENT: return activationGradient(record, thread, threads);
    case code.SUM: return combine(record, false, thread, threads);
    case code.TIMES: return combine(record, true, thread, threads);
    case code.SUM_GRADIENT: return combineGradient(record, false, thread, threads);
    case code.TIMES_GRADIENT: return combineGradient(record, true, thread, threads);
    case code.NORMALIZE: return normalize(record, thread, threads);
    case code.NORMALIZE_INPUT_GRADIENT: return normalizeInputGradient(record, thread, threads);
    case code.NORMALIZE_PARAMETER_GRADIENT: return normalizeParameterGradient(record, thread, threads);
    case code.SOFTMAX: return softmax(record, thread, threads);
    case code.SOFTMAX_GRADIENT: return softmaxGradient(record, thread, threads);
    case code.GATHER: return gather(record, thread, threads);
    case code.SCATTER: return scatter(record, thread, threads);
    case code.ATTENTION: return attention(record, thread, threads, scratch);
    case code.ATTENTION_GRADIENT: return attentionGradient(record, thread, threads, scratch);
    case code.COPY_COLUMNS: return copyColumns(record, thread, threads);
    case code.MEAN_OVER_POSITIONS: return meanOverPositions(record, thread, threads);
    case code.MEAN_GRADIENT: return meanGradient(record, thread, threads);
    case code.DROPOUT: return dropout(record, thread, threads);
    case code.CLASS_CROSS_ENTROPY: return classCrossEntropy(record, thread, threads, scratch);
    case code.CLASS_CROSS_ENTROPY_MEAN: return classCrossEntropyMean(record, thread);
    case code.LOSS: return loss(record, thread, scratch);
    case code.LOSS_GRADIENT: return lossGradient(record, thread, threads);
    case code.UPDATE: return update(record, thread, threads);
    case code.SUM_OF_SQUARES: return sumOfSquares(record, thread, threads);
    case code.ROTARY: return rotary(record, thread, threads, scratch);
    case code.SCALE: return scale(record, thread, threads);
    case code.NEURONS: return neurons(record, thread, threads);
    case code.NEURONS_GRADIENT: return neuronsGradient(record, thread, threads);
    case code.NEURONS_PARAMETER_GRADIENT: return neuronsParameterGradient(record, thread, threads);
    case code.TO_LANES: return toLanes(record, thread, threads);
    case code.FROM_LANES: return fromLanes(record, thread, threads);
    default: unreachable();
  }
}
