/** What the training process sends to the page: the state after some steps, made at most once per displayed frame. */
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';
import type { StepNorm } from './step-norms.ts';
import type { Signature } from './state-signature.ts';
import type { BranchPlace } from './timeline.ts';

/** The four phases of one step; `ready` is between steps. */
export const phases = ['ready', 'forward', 'loss', 'backward'] as const;
/** What has been done of the current step. After `update` a trainer is `ready` again. */
export type Phase = (typeof phases)[number];

/** A measurement over whole splits, made at fixed steps so that it does not depend on who is watching. */
export interface Evaluation {
  readonly step: number;
  readonly trainingLoss: number;
  /** null without a validation split */
  readonly validationLoss: number | null;
  /** Share of right answers; null for regression */
  readonly trainingAccuracy: number | null;
  readonly validationAccuracy: number | null;
}

/** What the current batch did to the network, for the views that explain a step. */
export interface BatchView {
  /** Row numbers of the prepared data that make up the batch. */
  readonly rows: Uint32Array;
  /** Unit outputs, averaged over the batch, by layer id. */
  readonly activations: Table<Float64Array>;
  /** Loss of this batch; null before the loss phase. */
  readonly loss: number | null;
  /** Gradient of the loss, by parameter id; null before the backward phase. */
  readonly gradients: Table<Float64Array> | null;
  /** Where the optimizer will put each parameter; null before the backward phase. */
  readonly next: Table<Float64Array> | null;
}

/** By what a state can be asked for again, besides its branch and step. */
export interface PassedState {
  /** Edits at its step that it includes. */
  readonly edits: number;
  /** Of its parameters, and of the optimizer's state. */
  readonly signature: Signature;
  readonly moments: Signature;
}

export interface Frame {
  readonly runId: number;
  readonly phase: Phase;
  /**
   * Whether it carries all that continuing takes. A frame of a large network in training does not: its position is a step and
   * an epoch, its parameters are those that views asked for.
   */
  readonly isWhole: boolean;
  /** With `parameters`, the exact state to continue from, where it is whole. */
  readonly position: RunPosition;
  readonly parameters: Table<Float64Array>;
  /** Loss of each step since the last frame: of step `position.step - losses.length + 1` and on. None is ever left out. */
  readonly losses: Float64Array;
  readonly evaluations: readonly Evaluation[];
  /** How long the gradient and the move of some of the steps since the last frame were. */
  readonly norms: readonly StepNorm[];
  readonly batch: BatchView | null;
  /** Why a running network paused by itself; null when it did not. */
  readonly stopped: { readonly reason: 'non-finite' | 'target'; readonly message: string } | null;
  readonly isRunning: boolean;
  readonly stepsPerSecond: number;
  /** The branch of the timeline that it belongs to, and the steps of it that can be revisited. */
  readonly branch: BranchPlace & { readonly first: number; readonly last: number };
  /** Of the state that it stands at, which is whole with whoever gets the frame; null while it only passes through. */
  readonly passed: PassedState | null;
  /** Those that it is training by. */
  readonly settings: TrainingSettings;
  /** Those that it keeps to. */
  readonly constraints: Constraints;
  /** Name of the kernels that compute it. */
  readonly kernels: string;
}

/** The answer to loading a network. */
export interface LoadedFrame extends Frame {
  /** Whether its runs of before go on. */
  readonly isResumed: boolean;
  /** Earlier networks whose runs are kept, by the `runId` of their loads. */
  readonly earlier: readonly number[];
}
