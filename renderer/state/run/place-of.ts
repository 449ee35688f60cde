import type { TrainingPlace } from '../../../core/document/training-place.ts';
import type { Frame } from '../../../core/training/frame.ts';

/** By what the state of a frame can be asked for again; null where it cannot. */
export const placeOf = ({ runId, branch, position, passed }: Frame): TrainingPlace | null =>
  passed && { run: runId, branch: branch.id, step: position.step, ...passed };
