/**
 * How the numbers of a column become numbers that learning is easy with, by the training rows alone, and how a result is read
 * back: people see the data's own units, the network its scaled ones.
 */
import type { DataSettings, Feature, PreparedData } from './data-settings.ts';

/** How a column can be scaled, with what people read. */
export const scalingChoices = {
  none: 'as it is',
  deviation: 'standardised',
  range: '0 to 1',
} as const;
export type ScalingChoice = keyof typeof scalingChoices;

/** Targets up to this are learned as they are: a squared error of them is no more than a few hundred at the start. */
export const LARGEST_PLAIN_TARGET = 10;

/** One unit: its feature and a value per usable row. */
export interface Unit {
  readonly feature: Feature;
  readonly values: Float64Array;
}

const ownChoice = (column: string, { scalings = [] }: Pick<DataSettings, 'scalings'>): ScalingChoice | undefined =>
  scalings.find((rule) => rule.column === column)?.choice;

export function inputScaling(
  column: string,
  settings: Pick<DataSettings, 'scalings' | 'standardise' | 'scaling'>,
): ScalingChoice {
  return ownChoice(column, settings) ?? (settings.standardise ? (settings.scaling ?? 'deviation') : 'none');
}

/** @param values of all usable rows, in the data's units */
export function targetScaling(
  column: string,
  values: Float64Array,
  settings: Pick<DataSettings, 'scalings' | 'targetScaling'>,
): ScalingChoice {
  const choice = ownChoice(column, settings) ?? settings.targetScaling ?? 'none';
  if (choice !== 'large') return choice;
  return values.some((value) => Math.abs(value) > LARGEST_PLAIN_TARGET) ? 'deviation' : 'none';
}

/** The choices with another one for a column. */
export const withScaling = (
  { scalings = [] }: Pick<DataSettings, 'scalings'>,
  column: string,
  choice: ScalingChoice,
): NonNullable<DataSettings['scalings']> => [...scalings.filter((rule) => rule.column !== column), { column, choice }];

/**
 * (x - mean) / deviation, or (x - least) / (most - least), both of the training rows. A constant column becomes 0 everywhere.
 *
 * @param training indices into `raw`
 */
export function scaled(name: string, raw: Float64Array, training: Uint32Array, choice: ScalingChoice): Unit {
  if (choice === 'none') return { feature: { name, mean: 0, deviation: 1 }, values: raw };
  const { mean, deviation } = choice === 'range' ? rangeOf(raw, training) : spreadOf(raw, training);
  return { feature: { name, mean, deviation }, values: shifted(raw, mean, deviation) };
}

function shifted(raw: Float64Array, mean: number, deviation: number): Float64Array {
  const values = new Float64Array(raw.length);
  for (let i = 0; i < raw.length; i++) values[i] = (raw[i]! - mean) / deviation;
  return values;
}

function rangeOf(raw: Float64Array, training: Uint32Array): Omit<Feature, 'name'> {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < training.length; i++) {
    least = Math.min(least, raw[training[i]!]!);
    most = Math.max(most, raw[training[i]!]!);
  }
  return { mean: least, deviation: most - least || 1 };
}

function spreadOf(raw: Float64Array, training: Uint32Array): Omit<Feature, 'name'> {
  const { length } = training;
  let mean = 0;
  for (let i = 0; i < length; i++) mean += raw[training[i]!]! / length;
  let variance = 0;
  for (let i = 0; i < length; i++) {
    const away = raw[training[i]!]! - mean;
    variance += (away * away) / length;
  }
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** From the network's units to the data's. */
export const toDataUnits = ({ mean, deviation }: Feature, value: number): number => value * deviation + mean;
/** From the data's units to the network's. */
export const toNetworkUnits = ({ mean, deviation }: Feature, value: number): number => (value - mean) / deviation;

export const isScaled = ({ mean, deviation }: Feature): boolean => mean !== 0 || deviation !== 1;

/** A target in the data's units. @param row of the prepared data */
export function targetAt({ targets, targetValues }: PreparedData, row: number, target: number): number {
  return toDataUnits(targets[target]!, targetValues[row * targets.length + target]!);
}

/** Least and most of a target over all rows, in the data's units; null where there is none. */
export function targetSpan(
  { targets, targetValues }: PreparedData,
  target: number,
): { readonly least: number; readonly most: number } | null {
  const feature = targets[target];
  if (!feature || targetValues.length === 0) return null;
  let [least, most] = [Infinity, -Infinity];
  for (let i = target; i < targetValues.length; i += targets.length) {
    least = Math.min(least, targetValues[i]!);
    most = Math.max(most, targetValues[i]!);
  }
  return { least: toDataUnits(feature, least), most: toDataUnits(feature, most) };
}
