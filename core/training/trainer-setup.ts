/** What a trainer is given: the network, what it learns from, how, and where it begins. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';
import type { KernelSet, Precision } from '../engine/kernels/kernels.ts';

export interface TrainerSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly settings: TrainingSettings;
  readonly parameters: Table<Float64Array>;
  /** Where to continue from; null = step 0. */
  readonly position: RunPosition | null;
  /** What the parameters are held to; nothing unless said. */
  readonly constraints?: Constraints;
  /** The kernels for a precision; the portable ones unless said. */
  readonly kernelsFor?: (precision: Precision) => KernelSet;
  /** A text's first measurement is made by `measureOn`, turn by turn, instead of before anything else. */
  readonly measuresInTurns?: boolean;
}
