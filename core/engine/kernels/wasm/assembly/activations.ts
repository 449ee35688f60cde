/** Activations and their gradients. Tensors are filled up to 64 bytes, so that a last eight entries may overrun. */
import {
  exponential, hyperbolicTangent, logarithm, logistic, multiplyAdd, normalDistribution,
} from './mathematics';
import {
  ELU, GELU, GELU_TANH, LEAKY_RELU, LINEAR, RELU, SELU, SIGMOID, SILU, SOFTPLUS, TANH,
} from './opcodes';
import { bytes, functionCode, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

const LEAK: f32 = 0.01;
const SELU_SCALE: f32 = 1.0507009873554804934193349852946;
const SELU_ALPHA: f32 = 1.6732632423543772848170429916717;
/** 2 √(2/π), and 3 · 0.044715 */
const GELU_SLOPE: f32 = 1.5957691216057308;
const GELU_CUBE: f32 = 0.044715;
const GELU_CUBE_SLOPE: f32 = 0.134145;
/** 1 / √(2π) */
const DENSITY: f32 = 0.3989422804014327;

export function activate(record: usize, thread: i32, threads: i32): void {
  const count = size(record, 0);
  const from = bytes(shareStart(count, 16, thread, threads)), end = bytes(shareEnd(count, 16, thread, threads));
  // A constant code makes each of these a loop of its own, without a choice in it.
  switch (functionCode(record)) {
    case RELU: return values(RELU, record, from, end);
    case LEAKY_RELU: return values(LEAKY_RELU, record, from, end);
    case ELU: return values(ELU, record, from, end);
    case SELU: return values(SELU, record, from, end);
    case SIGMOID: return values(SIGMOID, record, from, end);
    case TANH: return values(TANH, record, from, end);
    case SOFTPLUS: return values(SOFTPLUS, record, from, end);
    case SILU: return values(SILU, record, from, end);
    case GELU: return values(GELU, record, from, end);
    case GELU_TANH: return values(GELU_TANH, record, from, end);
    default: return values(LINEAR, record, from, end);
  }
}

export function activationGradient(record: usize, thread: i32, threads: i32): void {
  const count = size(record, 0);
  const from = bytes(shareStart(count, 16, thread, threads)), end = bytes(shareEnd(count, 16, thread, threads));
  switch (functionCode(record)) {
    case RELU: return slopes(RELU, record, from, end);
    case LEAKY_RELU: return slopes(LEAKY_RELU, record, from, end);
    case ELU: return slopes(ELU, record, from, end);
    case SELU: return slopes(SELU, record, from, end);
    case SIGMOID: return slopes(SIGMOID, record, from, end);
    case TANH: return slopes(TANH, record, from, end);
    case SOFTPLUS: return slopes(SOFTPLUS, record, from, end);
    case SILU: return slopes(SILU, record, from, end);
    case GELU: return slopes(GELU, record, from, end);
    case GELU_TANH: return slopes(GELU_TANH, record, from, end);
    default: return slopes(LINEAR, record, from, end);
  }
}

/** a = f(z), eight entries at a time, which share the constants of f. */
// @ts-ignore: decorator
@inline
function values(code: i32, record: usize, from: usize, end: usize): void {
  const z = tensor(record, 0), a = tensor(record, 1);
  for (let i = from; i < end; i += 32) {
    const first = value(code, v128.load(z + i)), second = value(code, v128.load(z + i, 16));
    v128.store(a + i, first);
    v128.store(a + i, second, 16);
  }
}

/** dz (+)= da · f'(z) */
// @ts-ignore: decorator
@inline
function slopes(code: i32, record: usize, from: usize, end: usize): void {
  const z = tensor(record, 0), a = tensor(record, 1), da = tensor(record, 2), dz = tensor(record, 3);
  const accumulates = size(record, 1) != 0;
  for (let i = from; i < end; i += 32) {
    let first = f32x4.mul(v128.load(da + i), slope(code, v128.load(z + i), v128.load(a + i)));
    let second = f32x4.mul(v128.load(da + i, 16), slope(code, v128.load(z + i, 16), v128.load(a + i, 16)));
    if (accumulates) {
      first = f32x4.add(v128.load(dz + i), first);
      second = f32x4.add(v128.load(dz + i, 16), second);
    }
    v128.store(dz + i, first);
    v128.store(dz + i, second, 16);
  }
}

// @ts-ignore: decorator
@inline
function choose(isFirst: v128, first: v128, second: v128): v128 {
  return v128.bitselect(first, second, isFirst);
}

// @ts-ignore: decorator
@inline
function value(code: i32, z: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  switch (code) {
    case RELU: return f32x4.pmax(z, zero);
    case LEAKY_RELU: return choose(f32x4.gt(z, zero), z, f32x4.mul(z, f32x4.splat(LEAK)));
    case ELU: return choose(f32x4.gt(z, zero), z, f32x4.sub(exponential(z), one));
    case SELU: {
      const below = f32x4.mul(f32x4.splat(SELU_ALPHA), f32x4.sub(exponential(z), one));
      return f32x4.mul(f32x4.splat(SELU_SCALE), choose(f32x4.gt(z, zero), z, below));
    }
    case SIGMOID: return logistic(z);
    case TANH: return hyperbolicTangent(z);
    case SOFTPLUS: return f32x4.add(f32x4.pmax(z, zero), logarithm(f32x4.add(one, exponential(f32x4.neg(f32x4.abs(z))))));
    case SILU: return f32x4.mul(z, logistic(z));
    case GELU: return f32x4.mul(z, normalDistribution(z, exponential(f32x4.mul(f32x4.mul(z, z), f32x4.splat(-0.5)))));
    case GELU_TANH: return f32x4.mul(z, logistic(geluArgument(z, f32x4.mul(z, z))));
    default: return z;
  }
}

// @ts-ignore: decorator
@inline
function geluArgument(z: v128, square: v128): v128 {
  const inner = multiplyAdd(square, f32x4.splat(GELU_CUBE), f32x4.splat(1));
  return f32x4.mul(f32x4.mul(z, f32x4.splat(GELU_SLOPE)), inner);
}

/** da/dz, from z or from a = f(z), whichever is cheaper. */
// @ts-ignore: decorator
@inline
function slope(code: i32, z: v128, a: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  switch (code) {
    case RELU: return v128.and(f32x4.gt(z, zero), one);
    case LEAKY_RELU: return choose(f32x4.gt(z, zero), one, f32x4.splat(LEAK));
    case ELU: return choose(f32x4.gt(z, zero), one, f32x4.add(a, one));
    case SELU: {
      const below = f32x4.add(a, f32x4.splat(SELU_SCALE * SELU_ALPHA));
      return choose(f32x4.gt(z, zero), f32x4.splat(SELU_SCALE), below);
    }
    case SIGMOID: return f32x4.mul(a, f32x4.sub(one, a));
    case TANH: return f32x4.sub(one, f32x4.mul(a, a));
    case SOFTPLUS: return logistic(z);
    case SILU: {
      const s = logistic(z);
      return multiplyAdd(f32x4.mul(z, s), f32x4.sub(one, s), s);
    }
    case GELU: {
      const density = exponential(f32x4.mul(f32x4.mul(z, z), f32x4.splat(-0.5)));
      return multiplyAdd(f32x4.mul(z, f32x4.splat(DENSITY)), density, normalDistribution(z, density));
    }
    case GELU_TANH: {
      const square = f32x4.mul(z, z);
      const s = logistic(geluArgument(z, square));
      const inner = multiplyAdd(square, f32x4.splat(GELU_CUBE_SLOPE), one);
      const outer = f32x4.mul(f32x4.splat(GELU_SLOPE), inner);
      return multiplyAdd(f32x4.mul(f32x4.mul(z, s), f32x4.sub(one, s)), outer, s);
    }
    default: return one;
  }
}
