/**
 * Where training was in a state of the document, so that the history need not keep that state: training comes to it again, bit
 * for bit, from its own checkpoints.
 */
import type { RunPosition, Table } from './document.ts';

/** 64 bits, as two whole numbers. */
interface Words {
  readonly a: number;
  readonly b: number;
}

export interface TrainingPlace {
  /** The number of the load that began the network's runs. */
  readonly run: number;
  readonly branch: number;
  /** Updates done. */
  readonly step: number;
  /** Edits at this very step that it includes. */
  readonly edits: number;
  /** Of its parameters and of the optimizer's state: what is brought back is held against them. */
  readonly signature: Words;
  readonly moments: Words;
}

/** What is known of a state between two entries of the history; both share it, and the place may become known later. */
export interface Mark {
  place: TrainingPlace | null;
}

/** What training brings back. */
export interface RecalledState {
  readonly parameters: Table<Float64Array>;
  readonly position: RunPosition;
}
