/** What an error is called, also on its way from another process, when a state of a run can be come to no more. */
export const STATE_NOT_KEPT = 'StateNotKept';

/** Only then does an undo give up what leads to the state. */
export class StateNotKept extends Error {
  override readonly name = STATE_NOT_KEPT;
}
