/**
 * A slice through the loss: the training loss on a grid of points θ + a·d₁ + b·d₂ around the present parameters θ, and where
 * the run passed, projected on it.
 *
 * @see Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural Nets", 2018
 */
import type { Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import { Random } from '../tensor/random.ts';
import type { InTurns, Retracer } from './retrace.ts';

/** One entry of one parameter, or the first and the second of two random directions. */
export type Directions =
  | { readonly kind: 'parameters'; readonly one: Entry; readonly other: Entry }
  | { readonly kind: 'random'; readonly seed: number };

export interface Entry {
  readonly id: string;
  readonly index: number;
}

export interface LandscapeQuestion {
  readonly branch: number;
  /** The middle of the picture is this step of it. */
  readonly step: number;
  readonly first: number;
  readonly last: number;
  readonly directions: Directions;
  /** Points along each side; odd, so that the middle is one of them. */
  readonly size: number;
}

export interface Landscape {
  readonly size: number;
  /** Both axes reach from -reach to reach. */
  readonly reach: number;
  /** [size, size] of training loss, rows from the least b to the greatest; not finite where it overflows. */
  readonly losses: Float64Array;
  readonly centre: Table<Float64Array>;
  readonly directions: { readonly across: Table<Float64Array>; readonly up: Table<Float64Array> };
  /** Steps of the run, rising, and where they lie on the slice. */
  readonly path: { readonly steps: Uint32Array; readonly a: Float64Array; readonly b: Float64Array };
}

const MOST_PATH_POINTS = 120;
/** A picture of two parameters reaches a little farther than the run went. */
const MARGIN = 1.25;

/** @throws RangeError when the run has no such steps or the network no such parameter */
export function* landscape(retracer: Retracer, question: LandscapeQuestion): InTurns<Landscape> {
  const { branch, first, last, size, step } = question;
  yield* retracer.goTo(branch, step);
  const { trainer } = retracer;
  const centre = trainer.parameters;
  const directions = directionsFor(trainer.network, centre, question.directions);
  const place = projection(centre, directions);
  const steps = pathSteps(first, last);
  const a = new Float64Array(steps.length);
  const b = new Float64Array(steps.length);
  for (const [i, passed] of steps.entries()) {
    yield* withShare(retracer.goTo(branch, passed), (0.3 * i) / steps.length);
    [a[i], b[i]] = place(trainer.parameters);
  }
  const farthest = Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  const reach = question.directions.kind === 'random' ? Math.max(1, farthest * 1.05) : Math.max(1, MARGIN * farthest);
  const losses = new Float64Array(size * size);
  for (let row = 0, i = 0; row < size; row++) {
    for (let column = 0; column < size; column++, i++) {
      const point = pointAt(centre, directions, axis(column, size, reach), axis(row, size, reach));
      losses[i] = trainer.trainingLossAt(point);
      yield 0.3 + (0.7 * (i + 1)) / losses.length;
    }
  }
  return { size, reach, losses, centre, directions, path: { steps, a, b } };
}

/** Place of the i-th of `size` points between -reach and reach. */
export const axis = (i: number, size: number, reach: number): number => reach * ((2 * i) / (size - 1) - 1);

/** θ + a·d₁ + b·d₂ */
export function pointAt(
  centre: Table<Float64Array>,
  { across, up }: Landscape['directions'],
  a: number,
  b: number,
): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(centre).map(([id, values]) => [
      id,
      values.map((value, i) => value + a * across[id]![i]! + b * up[id]![i]!),
    ]),
  );
}

function directionsFor(network: Network, centre: Table<Float64Array>, wanted: Directions): Landscape['directions'] {
  if (wanted.kind === 'random') {
    const random = Random.fromSeed(wanted.seed);
    const across = filterNormalised(network, centre, random);
    return { across, up: filterNormalised(network, centre, random) };
  }
  const { one, other } = wanted;
  if (one.id === other.id && one.index === other.index)
    throw new RangeError('The two axes of a landscape must be two different parameters.');
  return { across: unitDirection(centre, one), up: unitDirection(centre, other) };
}

function unitDirection(centre: Table<Float64Array>, { id, index }: Entry): Record<string, Float64Array> {
  if (!centre[id] || index >= centre[id].length) throw new RangeError('That parameter is not there any more.');
  const direction = Object.fromEntries(
    Object.entries(centre).map(([other, values]) => [other, new Float64Array(values.length)]),
  );
  direction[id]![index] = 1;
  return direction;
}

/** Normal noise, scaled so that the weights into each unit get a direction as long as they are; biases stay. */
function filterNormalised(network: Network, centre: Table<Float64Array>, random: Random): Record<string, Float64Array> {
  return Object.fromEntries(
    network.parameters.map(({ id, shape, mask }) => {
      const values = centre[id]!;
      const direction = new Float64Array(values.length);
      const width = shape.at(-1)!;
      if (shape.length < 2) return [id, direction];
      for (let start = 0; start < values.length; start += width) {
        let own = 0;
        let drawn = 0;
        for (let i = start; i < start + width; i++) {
          direction[i] = mask?.[i] === 0 ? 0 : random.normal();
          own += values[i]! * values[i]!;
          drawn += direction[i]! * direction[i]!;
        }
        const factor = drawn > 0 ? Math.sqrt(own / drawn) : 0;
        for (let i = start; i < start + width; i++) direction[i]! *= factor;
      }
      return [id, direction];
    }),
  );
}

/** Least squares: the a and b for which θ + a·d₁ + b·d₂ comes nearest. */
function projection(
  centre: Table<Float64Array>,
  { across, up }: Landscape['directions'],
): (parameters: Table<Float64Array>) => [number, number] {
  const dot = (x: Table<Float64Array>, y: Table<Float64Array>): number => {
    let sum = 0;
    for (const [id, values] of Object.entries(x))
      for (let i = 0; i < values.length; i++) sum += values[i]! * y[id]![i]!;
    return sum;
  };
  const [aa, ab, bb] = [dot(across, across), dot(across, up), dot(up, up)];
  const determinant = aa * bb - ab * ab;
  return (parameters) => {
    const moved = Object.fromEntries(
      Object.entries(centre).map(([id, values]) => [id, values.map((value, i) => parameters[id]![i]! - value)]),
    );
    const [a, b] = [dot(across, moved), dot(up, moved)];
    return determinant === 0 ? [0, 0] : [(a * bb - b * ab) / determinant, (b * aa - a * ab) / determinant];
  };
}

function pathSteps(first: number, last: number): Uint32Array {
  const count = Math.min(MOST_PATH_POINTS, last - first + 1);
  return Uint32Array.from({ length: count }, (_, i) =>
    count === 1 ? first : Math.round(first + ((last - first) * i) / (count - 1)),
  );
}

/** Turns of a part of the work, all at one share of the whole. */
function* withShare(part: InTurns<void>, share: number): InTurns<void> {
  while (part.next().done !== true) yield share;
}
