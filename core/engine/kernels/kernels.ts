/**
 * The seam between a plan and the loops that compute it.
 *
 * A plan is a flat list of kernel calls: pure data over one block of memory, so that any set of kernels, on any number of
 * threads, in any language, can run it. Matrices are row-major. A set may have its own fast loop for some kernels and leave
 * the rest to the reference loops that each kernel brings along.
 */
import type { Reals } from '../../tensor/reals.ts';
import type { KernelIdentity } from './identity.ts';

export type Precision = 'float64' | 'float32';

/** A place in a plan's memory. */
export interface Tensor {
  /** For people: `dense-2.value`. */
  readonly name: string;
  /** `index`: 32-bit whole numbers, such as token ids; `real`: the set's precision. */
  readonly kind: 'real' | 'index';
  /** Entries, for the largest batch. */
  readonly length: number;
  /** Bytes from the start of the memory, a multiple of 64; known once the plan is laid out. */
  offset: number;
}

/** A whole number, or one that grows with the batch: `perExample` times the examples in it. */
export type Size = number | { readonly perExample: number };

/** What a kernel finds at its tensors, in order; null where it allows none and none is given. */
export type View = Reals | Int32Array | null;

/** One kind of loop. `run` is its meaning: plain TypeScript, for both precisions. */
export interface Kernel {
  readonly name: string;
  readonly run: (views: readonly View[], sizes: readonly number[], reals: readonly number[]) => void;
  /** For kernels made from a function (an activation, a loss, an optimizer): that function, for sets that know it. */
  readonly of?: object;
  /** For kernels made from several, which their tables number: at most `MOST_FUNCTIONS`. */
  readonly functions?: readonly object[];
}

/** A record of the fast kernels has room for so many. */
export const MOST_FUNCTIONS = 12;

export interface KernelCall {
  readonly kernel: Kernel;
  readonly tensors: readonly (Tensor | null)[];
  readonly sizes: readonly Size[];
  /** Constants, such as epsilon. */
  readonly reals: readonly number[];
}

/** Kernel calls made ready to run over one block of memory. */
export interface Program {
  /** How many examples the batch has from now on. */
  setExamples: (count: number) => void;
  /** Runs calls number `from` up to but not including `to`; when it returns, all of them are done. */
  run: (from: number, to: number) => void;
}

export interface KernelSet {
  /** For people: `portable float64`, with all there is to say. */
  readonly name: string;
  /** What a run keeps of it. */
  readonly identity: KernelIdentity;
  readonly precision: Precision;
  /** Zero-filled memory that the set's loops can reach; offsets of tensors count from its `start`. */
  readonly allocate: (bytes: number) => Memory;
  readonly prepare: (calls: readonly KernelCall[], memory: Memory) => Program;
}

export interface Memory {
  readonly buffer: ArrayBufferLike;
  /** Bytes from the start of `buffer`. */
  readonly start: number;
}

/** A function of one number, applied to each entry of a tensor by itself. */
export interface ElementwiseFunction {
  readonly forward: (z: number) => number;
  /** da/dz, given both z and a = forward(z), so that neither is computed twice. */
  readonly derivative: (z: number, a: number) => number;
  /** Whether every set of kernels finds the derivative from z alone: a need not be there then. */
  readonly slopeNeedsOnlyInput?: true;
}

export const sizeFor = (size: Size, examples: number): number =>
  typeof size === 'number' ? size : size.perExample * examples;

export function viewOf({ buffer, start }: Memory, tensor: Tensor, precision: Precision): Reals | Int32Array {
  const at = start + tensor.offset;
  if (tensor.kind === 'index') return new Int32Array(buffer, at, tensor.length);
  return precision === 'float64'
    ? new Float64Array(buffer, at, tensor.length)
    : new Float32Array(buffer, at, tensor.length);
}
