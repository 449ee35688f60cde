/** What training needs of its process: a clock, turns, somewhere to send to, and kernels. A test gives its own. */
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import type { Measured } from '../../core/protocol/contract.ts';
import type { Sample, SampleProblem } from '../../core/protocol/sample-calls.ts';
import type { Frame } from '../../core/training/frame.ts';

export interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Milliseconds that the process has worked, which are fewer where other programs want the processors; `now` unless given. */
  readonly spent?: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
  readonly sendFrame: (frame: number, content: Frame) => void;
  /** What was measured while training stands still. */
  readonly sendMeasured?: (measured: Measured) => void;
  /** What a language model has written in passing. */
  readonly sendSample?: (sample: Sample) => void;
  readonly sendSampleProblem?: (problem: SampleProblem) => void;
  /** The kernels for a precision; called once for each network that is loaded. */
  readonly kernelsFor: (precision: Precision) => KernelSet;
  /** More of them, with the same bits, for looking back while training goes on; called once for each look. */
  readonly kernelsForLookingBack: () => (precision: Precision) => KernelSet;
}
