/** Losses: what is summed over all rows is summed by one thread, in the order of the rows. */
import { SOFTMAX_CROSS_ENTROPY } from './opcodes';
import { bytes, functionCode, size, tensor } from './record';
import { shareEnd, shareStart } from './share';
import { rowExponentials, rowLargest, scaleRow } from './softmax';

const IGNORED: i32 = -100;

function countedRows(targets: usize, rows: i32): i32 {
  let counted = 0;
  for (let row = 0; row < rows; row++) if (load<i32>(targets + bytes(row)) != IGNORED) counted++;
  return counted;
}

/** Each row's own loss, and the gradient of the mean. */
export function classCrossEntropy(record: usize, thread: i32, threads: i32, scratch: usize): void {
  const targets = tensor(record, 1), losses = tensor(record, 2), gradients = tensor(record, 3);
  const rows = size(record, 0), classes = size(record, 1);
  const share: f32 = <f32>1 / <f32>countedRows(targets, rows);
  const last = shareEnd(rows, 4, thread, threads);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const offset = bytes(row * classes), logits = tensor(record, 0) + offset;
    const own = losses + bytes(1 + row), target = load<i32>(targets + bytes(row));
    const gradient = gradients ? gradients + offset : scratch;
    if (target == IGNORED) {
      store<f32>(own, 0);
      if (gradients) memory.fill(gradient, 0, 4 * classes);
      continue;
    }
    const isKnown = target >= 0 && target < classes;
    const chosen: f32 = isKnown ? load<f32>(logits + bytes(target)) : f32.NaN;
    const largest = rowLargest(logits, classes);
    const total = rowExponentials(logits, gradient, classes, 1, largest);
    store<f32>(own, <f32>Math.log(<f64>total) + largest - chosen);
    if (!gradients) continue;
    scaleRow(gradient, classes, share / total);
    if (isKnown) store<f32>(gradient + bytes(target), load<f32>(gradient + bytes(target)) - share);
  }
}

export function classCrossEntropyMean(record: usize, thread: i32): void {
  if (thread != 0) return;
  const losses = tensor(record, 2), rows = size(record, 0);
  const counted = countedRows(tensor(record, 1), rows);
  let total: f64 = 0;
  for (let row = 0; row < rows; row++) total += <f64>load<f32>(losses + bytes(1 + row));
  store<f32>(losses, counted ? <f32>(total / <f64>counted) : 0);
}

export function loss(record: usize, thread: i32, scratch: usize): void {
  if (thread != 0) return;
  const outputs = tensor(record, 0), targets = tensor(record, 1), rows = size(record, 0), columns = size(record, 1);
  let total: f64 = 0;
  if (functionCode(record) == SOFTMAX_CROSS_ENTROPY) {
    for (let row = 0; row < rows; row++) {
      const y = outputs + bytes(row * columns), t = targets + bytes(row * columns);
      const largest = rowLargest(y, columns);
      let dot: f32 = 0;
      for (let i: usize = 0; i < bytes(columns); i += 4) dot += load<f32>(t + i) * (load<f32>(y + i) - largest);
      total += Math.log(<f64>rowExponentials(y, scratch, columns, 1, largest)) - <f64>dot;
    }
    total /= <f64>rows;
  } else {
    for (let i: usize = 0; i < bytes(rows * columns); i += 4) {
      const difference = <f64>load<f32>(outputs + i) - <f64>load<f32>(targets + i);
      total += difference * difference;
    }
    total /= <f64>(rows * columns);
  }
  store<f32>(tensor(record, 2), <f32>total);
}

export function lossGradient(record: usize, thread: i32, threads: i32): void {
  const rows = size(record, 0), columns = size(record, 1);
  const last = shareEnd(rows, 4, thread, threads);
  const isSoftmax = functionCode(record) == SOFTMAX_CROSS_ENTROPY;
  const share: f32 = isSoftmax ? <f32>1 / <f32>rows : <f32>2 / <f32>(rows * columns);
  for (let row = shareStart(rows, 4, thread, threads); row < last; row++) {
    const offset = bytes(row * columns);
    const y = tensor(record, 0) + offset, t = tensor(record, 1) + offset, gradient = tensor(record, 2) + offset;
    let total: f32 = 1;
    if (isSoftmax) total = rowExponentials(y, gradient, columns, 1, rowLargest(y, columns));
    for (let i: usize = 0; i < bytes(columns); i += 4) {
      const said = isSoftmax ? load<f32>(gradient + i) / total : load<f32>(y + i);
      store<f32>(gradient + i, (said - load<f32>(t + i)) * share);
    }
  }
}
