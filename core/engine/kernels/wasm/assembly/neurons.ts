/**
 * Single neurons with their edges: see reference/neurons.ts for the tables. A lane holds the numbers of all examples side by
 * side; sixteen of them, four vectors, are carried through the whole network at a time, and such blocks are what threads share.
 */
import { curveSlopes, curveValues } from './activations';
import { multiplyAdd, sumOf } from './mathematics';
import { FUNCTIONS_AT } from './opcodes';
import { bytes, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

/** Examples that are carried together: a cache line, so that no two threads write to one. */
const BLOCK: i32 = 16;
/** Bytes of a row of each table. */
const NEURON: i32 = 20;
const EDGE: i32 = 8;
const PULL: i32 = 28;
const LEARNER: i32 = 16;

export function neurons(record: usize, thread: i32, threads: i32): void {
  const table = tensor(record, 2), edges = tensor(record, 3), examples = size(record, 0);
  const end = table + NEURON * size(record, 1), last = shareEnd(examples, BLOCK, thread, threads);
  for (let first = shareStart(examples, BLOCK, thread, threads); first < last; first += BLOCK) {
    const lanes = tensor(record, 0) + bytes(first), vectors = vectorsOf(examples - first);
    let edge = edges;
    for (let row = table; row < end; row += NEURON) {
      const z = lanes + bytes(load<i32>(row)), bias = load<i32>(row, 8), own = edges + EDGE * load<i32>(row, 12);
      const start = bias < 0 ? f32x4.splat(0) : v128.load32_splat(tensor(record, 1) + bytes(bias));
      sums(vectors, start, false, edge, own, lanes, tensor(record, 1), z);
      edge = own;
      const a = load<i32>(row, 4);
      if (a >= 0) curveValues(codeOf(record, load<i32>(row, 16)), z, lanes + bytes(a), vectors);
    }
  }
}

export function neuronsGradient(record: usize, thread: i32, threads: i32): void {
  const table = tensor(record, 3), readers = tensor(record, 4), examples = size(record, 0);
  const end = table + PULL * size(record, 1), last = shareEnd(examples, BLOCK, thread, threads);
  for (let first = shareStart(examples, BLOCK, thread, threads); first < last; first += BLOCK) {
    const gradients = tensor(record, 0) + bytes(first), values = tensor(record, 1) + bytes(first);
    const vectors = vectorsOf(examples - first);
    let reader = readers;
    for (let row = table; row < end; row += PULL) {
      const da = gradients + bytes(load<i32>(row)), own = readers + EDGE * load<i32>(row, 8);
      sums(vectors, f32x4.splat(0), !load<i32>(row, 4), reader, own, gradients, tensor(record, 2), da);
      reader = own;
      const z = load<i32>(row, 12);
      if (z < 0) continue;
      const a = values + bytes(load<i32>(row, 16)), dz = gradients + bytes(load<i32>(row, 20));
      curveSlopes(codeOf(record, load<i32>(row, 24)), values + bytes(z), a, da, dz, vectors);
    }
  }
}

/** Each thread takes the neurons whose first edge is in its share. */
export function neuronsParameterGradient(record: usize, thread: i32, threads: i32): void {
  const table = tensor(record, 3), examples = size(record, 0), edges = size(record, 2);
  const end = table + LEARNER * size(record, 1);
  const first = shareStart(edges, 1, thread, threads), last = shareEnd(edges, 1, thread, threads);
  for (let row = table; row < end; row += LEARNER) {
    const edge = load<i32>(row, 8);
    if (edge < first || edge >= last) continue;
    for (let block = 0; block < examples; block += BLOCK) learn(record, row, block, min(BLOCK, examples - block));
  }
}

// @ts-ignore: decorator
@inline
function vectorsOf(examples: i32): i32 {
  return (min(BLOCK, examples) + 3) >> 2;
}

/** Number of the activation that the tables have given a number of their own. */
// @ts-ignore: decorator
@inline
function codeOf(record: usize, index: i32): i32 {
  return load<i32>(record + bytes(FUNCTIONS_AT + index));
}

/** to = (adds ? to : start) + Σ parameter · lane over a list of edges, in order. */
function sums(vectors: i32, start: v128, adds: bool, from: usize, end: usize, lanes: usize, parameters: usize, to: usize): void {
  switch (vectors) {
    case 1: return sumsOf(1, start, adds, from, end, lanes, parameters, to);
    case 2: return sumsOf(2, start, adds, from, end, lanes, parameters, to);
    case 3: return sumsOf(3, start, adds, from, end, lanes, parameters, to);
    default: return sumsOf(4, start, adds, from, end, lanes, parameters, to);
  }
}

// @ts-ignore: decorator
@inline
function sumsOf(vectors: i32, start: v128, adds: bool, from: usize, end: usize, lanes: usize, parameters: usize, to: usize): void {
  let s0 = start, s1 = start, s2 = start, s3 = start;
  if (adds) {
    s0 = v128.load(to);
    if (vectors > 1) s1 = v128.load(to, 16);
    if (vectors > 2) s2 = v128.load(to, 32);
    if (vectors > 3) s3 = v128.load(to, 48);
  }
  for (let edge = from; edge < end; edge += EDGE) {
    const lane = lanes + bytes(load<i32>(edge)), w = v128.load32_splat(parameters + bytes(load<i32>(edge, 4)));
    s0 = multiplyAdd(w, v128.load(lane), s0);
    if (vectors > 1) s1 = multiplyAdd(w, v128.load(lane, 16), s1);
    if (vectors > 2) s2 = multiplyAdd(w, v128.load(lane, 32), s2);
    if (vectors > 3) s3 = multiplyAdd(w, v128.load(lane, 48), s3);
  }
  v128.store(to, s0);
  if (vectors > 1) v128.store(to, s1, 16);
  if (vectors > 2) v128.store(to, s2, 32);
  if (vectors > 3) v128.store(to, s3, 48);
}

function learn(record: usize, row: usize, first: i32, count: i32): void {
  switch (vectorsOf(count)) {
    case 1: return learnFrom(1, record, row, first, count);
    case 2: return learnFrom(2, record, row, first, count);
    case 3: return learnFrom(3, record, row, first, count);
    default: return learnFrom(4, record, row, first, count);
  }
}

/** Adds what a block of examples says to the gradients of one neuron's parameters; the first block begins them. */
// @ts-ignore: decorator
@inline
function learnFrom(vectors: i32, record: usize, row: usize, first: i32, count: i32): void {
  const values = tensor(record, 1) + bytes(first), result = tensor(record, 2), edges = tensor(record, 4);
  const dz = tensor(record, 0) + bytes(load<i32>(row) + first), bias = load<i32>(row, 4), adds = first > 0;
  // Beyond the last example there is anything, not-a-numbers too.
  const isExample = i32x4.gt_s(i32x4.splat(count - 4 * (vectors - 1)), i32x4(0, 1, 2, 3));
  let d0 = v128.load(dz), d1 = d0, d2 = d0, d3 = d0;
  if (vectors > 1) d1 = v128.load(dz, 16);
  if (vectors > 2) d2 = v128.load(dz, 32);
  if (vectors > 3) d3 = v128.load(dz, 48);
  if (vectors == 1) d0 = v128.and(d0, isExample);
  if (vectors == 2) d1 = v128.and(d1, isExample);
  if (vectors == 3) d2 = v128.and(d2, isExample);
  if (vectors == 4) d3 = v128.and(d3, isExample);
  if (bias >= 0) {
    let sum = d0;
    if (vectors > 1) sum = f32x4.add(sum, d1);
    if (vectors > 2) sum = f32x4.add(sum, d2);
    if (vectors > 3) sum = f32x4.add(sum, d3);
    keep(result + bytes(bias), sumOf(sum), adds);
  }
  const end = edges + EDGE * load<i32>(row, 12);
  for (let edge = edges + EDGE * load<i32>(row, 8); edge < end; edge += EDGE) {
    const x = values + bytes(load<i32>(edge));
    let last = v128.and(v128.load(x + 16 * (vectors - 1)), isExample), sum: v128;
    if (vectors == 1) sum = f32x4.mul(d0, last);
    else sum = f32x4.mul(d0, v128.load(x));
    if (vectors == 2) sum = multiplyAdd(d1, last, sum);
    if (vectors > 2) sum = multiplyAdd(d1, v128.load(x, 16), sum);
    if (vectors == 3) sum = multiplyAdd(d2, last, sum);
    if (vectors > 3) sum = multiplyAdd(d3, last, multiplyAdd(d2, v128.load(x, 32), sum));
    keep(result + bytes(load<i32>(edge, 4)), sumOf(sum), adds);
  }
}

// @ts-ignore: decorator
@inline
function keep(place: usize, value: f32, adds: bool): void {
  store<f32>(place, adds ? load<f32>(place) + value : value);
}
