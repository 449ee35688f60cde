/** Activations and their gradients. Tensors are filled up to 64 bytes, so that a last eight entries may overrun. */
import {
  Curve, Elu, Gelu, GeluTanh, LeakyRelu, Linear, Relu, Selu, Sigmoid, Silu, Sine, Softplus, Tanh,
} from './curves';
import {
  ELU, GELU, GELU_TANH, LEAKY_RELU, RELU, SELU, SIGMOID, SILU, SINE, SOFTPLUS, TANH,
} from './opcodes';
import { bytes, functionCode, size, tensor } from './record';
import { shareEnd, shareStart } from './share';

export function activate(record: usize, thread: i32, threads: i32): void {
  const count = size(record, 0);
  const from = bytes(shareStart(count, 16, thread, threads)), end = bytes(shareEnd(count, 16, thread, threads));
  switch (functionCode(record)) {
    case RELU: return values<Relu>(record, from, end);
    case LEAKY_RELU: return values<LeakyRelu>(record, from, end);
    case ELU: return values<Elu>(record, from, end);
    case SELU: return values<Selu>(record, from, end);
    case SIGMOID: return values<Sigmoid>(record, from, end);
    case TANH: return values<Tanh>(record, from, end);
    case SOFTPLUS: return values<Softplus>(record, from, end);
    case SILU: return values<Silu>(record, from, end);
    case GELU: return values<Gelu>(record, from, end);
    case GELU_TANH: return values<GeluTanh>(record, from, end);
    case SINE: return values<Sine>(record, from, end);
    default: return values<Linear>(record, from, end);
  }
}

export function activationGradient(record: usize, thread: i32, threads: i32): void {
  const count = size(record, 0);
  const from = bytes(shareStart(count, 16, thread, threads)), end = bytes(shareEnd(count, 16, thread, threads));
  switch (functionCode(record)) {
    case RELU: return slopes<Relu>(record, from, end);
    case LEAKY_RELU: return slopes<LeakyRelu>(record, from, end);
    case ELU: return slopes<Elu>(record, from, end);
    case SELU: return slopes<Selu>(record, from, end);
    case SIGMOID: return slopes<Sigmoid>(record, from, end);
    case TANH: return slopes<Tanh>(record, from, end);
    case SOFTPLUS: return slopes<Softplus>(record, from, end);
    case SILU: return slopes<Silu>(record, from, end);
    case GELU: return slopes<Gelu>(record, from, end);
    case GELU_TANH: return slopes<GeluTanh>(record, from, end);
    case SINE: return slopes<Sine>(record, from, end);
    default: return slopes<Linear>(record, from, end);
  }
}

/** a = f(z), eight entries at a time, which keep more of the machine busy than four. */
function values<F extends Curve>(record: usize, from: usize, end: usize): void {
  const f = changetype<F>(0);
  const z = tensor(record, 0), a = tensor(record, 1);
  for (let i = from; i < end; i += 32) {
    const first = f.value(v128.load(z + i)), second = f.value(v128.load(z + i, 16));
    v128.store(a + i, first);
    v128.store(a + i, second, 16);
  }
}

/** dz (+)= da · f'(z) */
function slopes<F extends Curve>(record: usize, from: usize, end: usize): void {
  const f = changetype<F>(0);
  const z = tensor(record, 0), a = tensor(record, 1), da = tensor(record, 2), dz = tensor(record, 3);
  const accumulates = size(record, 1) != 0;
  for (let i = from; i < end; i += 32) {
    let first = f32x4.mul(v128.load(da + i), f.slope(v128.load(z + i), v128.load(a + i)));
    let second = f32x4.mul(v128.load(da + i, 16), f.slope(v128.load(z + i, 16), v128.load(a + i, 16)));
    if (accumulates) {
      first = f32x4.add(v128.load(dz + i), first);
      second = f32x4.add(v128.load(dz + i, 16), second);
    }
    v128.store(dz + i, first);
    v128.store(dz + i, second, 16);
  }
}

/** a = f(z) for so many vectors of four. */
export function curveValues(code: i32, z: usize, a: usize, vectors: i32): void {
  switch (code) {
    case RELU: return vectorValues<Relu>(z, a, vectors);
    case LEAKY_RELU: return vectorValues<LeakyRelu>(z, a, vectors);
    case ELU: return vectorValues<Elu>(z, a, vectors);
    case SELU: return vectorValues<Selu>(z, a, vectors);
    case SIGMOID: return vectorValues<Sigmoid>(z, a, vectors);
    case TANH: return vectorValues<Tanh>(z, a, vectors);
    case SOFTPLUS: return vectorValues<Softplus>(z, a, vectors);
    case SILU: return vectorValues<Silu>(z, a, vectors);
    case GELU: return vectorValues<Gelu>(z, a, vectors);
    case GELU_TANH: return vectorValues<GeluTanh>(z, a, vectors);
    case SINE: return vectorValues<Sine>(z, a, vectors);
    default: return vectorValues<Linear>(z, a, vectors);
  }
}

/** dz = da · f'(z) for so many vectors of four. */
export function curveSlopes(code: i32, z: usize, a: usize, da: usize, dz: usize, vectors: i32): void {
  switch (code) {
    case RELU: return vectorSlopes<Relu>(z, a, da, dz, vectors);
    case LEAKY_RELU: return vectorSlopes<LeakyRelu>(z, a, da, dz, vectors);
    case ELU: return vectorSlopes<Elu>(z, a, da, dz, vectors);
    case SELU: return vectorSlopes<Selu>(z, a, da, dz, vectors);
    case SIGMOID: return vectorSlopes<Sigmoid>(z, a, da, dz, vectors);
    case TANH: return vectorSlopes<Tanh>(z, a, da, dz, vectors);
    case SOFTPLUS: return vectorSlopes<Softplus>(z, a, da, dz, vectors);
    case SILU: return vectorSlopes<Silu>(z, a, da, dz, vectors);
    case GELU: return vectorSlopes<Gelu>(z, a, da, dz, vectors);
    case GELU_TANH: return vectorSlopes<GeluTanh>(z, a, da, dz, vectors);
    case SINE: return vectorSlopes<Sine>(z, a, da, dz, vectors);
    default: return vectorSlopes<Linear>(z, a, da, dz, vectors);
  }
}

function vectorValues<F extends Curve>(z: usize, a: usize, vectors: i32): void {
  const f = changetype<F>(0);
  for (let i: usize = 0, end = <usize>(16 * vectors); i < end; i += 16) v128.store(a + i, f.value(v128.load(z + i)));
}

function vectorSlopes<F extends Curve>(z: usize, a: usize, da: usize, dz: usize, vectors: i32): void {
  const f = changetype<F>(0);
  for (let i: usize = 0, end = <usize>(16 * vectors); i < end; i += 16) {
    v128.store(dz + i, f32x4.mul(v128.load(da + i), f.slope(v128.load(z + i), v128.load(a + i))));
  }
}
