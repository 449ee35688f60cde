/** The examples of the data as marks on a map or beside a curve. */
import type { PreparedData } from '../../../core/data/data-settings.ts';
import { trueClass } from '../../../core/training/confusion.ts';
import type { Palette } from '../../theme/theme.svelte.ts';
import type { Mark } from './draw-mark.ts';

/** Names of the classes: what stands after `species = `; for yes or no, both of them. */
export function classNames({ task, targets }: PreparedData): readonly string[] {
  const short = targets.map(({ name }) => name.slice(name.indexOf(' = ') + (name.includes(' = ') ? 3 : 1)));
  if (task !== 'binary') return short;
  const name = targets[0]?.name ?? 'y';
  return name.includes(' = ') ? [`not ${short[0]}`, short[0]!] : [`${name} = 0`, `${name} = 1`];
}

/**
 * How a row is marked. Yes or no and numbers take the scale's two ends and a shape each; classes their own colours.
 *
 * @param output whose numbers are marked, for regression
 * @param range full scale of the colours, for regression
 */
export function markOf(
  data: PreparedData,
  row: number,
  isHeldOut: boolean,
  palette: Pick<Palette, 'ramp' | 'classes'>,
  output: number,
  range: number,
): Mark {
  if (data.task === 'regression') {
    const value = (data.targetValues[row * data.targets.length + output] ?? 0) / range;
    return { shape: value < 0 ? 1 : 0, colour: palette.ramp.css(value), isHeldOut };
  }
  const found = trueClass(data, row);
  if (data.task === 'binary') return { shape: 1 - found, colour: palette.ramp.css(2 * found - 1), isHeldOut };
  return { shape: found, colour: palette.classes[found % palette.classes.length]!, isHeldOut };
}

/** 1 where a row is held out of training. */
export function heldOutRows({ inputs, inputValues, validationRows }: PreparedData): Uint8Array {
  const held = new Uint8Array(inputs.length > 0 ? inputValues.length / inputs.length : 0);
  for (const row of validationRows) held[row] = 1;
  return held;
}
