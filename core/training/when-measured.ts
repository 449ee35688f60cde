/** Whole splits are measured after each epoch up to this one; later on, where an epoch is often one step, less often. */
const EPOCHS_ALL_MEASURED = 100;
const MEASURED_LATER = 10;

/** A text has no epochs that come soon: whole splits are measured after so many steps, unless settings say otherwise. */
export const STEPS_TO_MEASURE_TEXT = 250;

/** @param epoch epochs done */
export const isMeasured = (epoch: number): boolean => epoch <= EPOCHS_ALL_MEASURED || epoch % MEASURED_LATER === 0;

/** Epochs from this one to the end of the next that is measured. */
export const epochsToMeasure = (epoch: number): number =>
  epoch < EPOCHS_ALL_MEASURED ? 1 : MEASURED_LATER - (epoch % MEASURED_LATER);
