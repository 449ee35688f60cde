/**
 * Makes an update keep to what the drawing says: frozen entries do not move, ranges are not left, and what is tied is one
 * learnable number. Of a tie the first member learns, by the sum of all their gradients; the others follow it.
 */
import { rangeOf, rangeOfTie, signed } from '../document/constraints.ts';
import type { Constraint, Constraints, Table, TieMember } from '../document/document.ts';
import type { Reals } from '../tensor/reals.ts';

/** Entries that the optimizer must not move itself, as a plan wants them told: 0, by parameter id. */
export function heldEntries(
  { constraints, ties }: Constraints,
  sizes: ReadonlyMap<string, number>,
): Record<string, Uint8Array> {
  const held: Record<string, Uint8Array> = {};
  const hold = (id: string, index: number): void => {
    const size = sizes.get(id);
    if (size !== undefined) (held[id] ??= new Uint8Array(size).fill(1))[index] = 0;
  };
  for (const [id, { frozen }] of Object.entries(constraints)) frozen?.forEach((bit, i) => bit === 1 && hold(id, i));
  for (const { members } of Object.values(ties)) {
    const isFrozen = members.some(({ id, index }) => constraints[id]?.frozen?.[index] === 1);
    members.forEach(({ id, index }, i) => (i > 0 || isFrozen) && hold(id, index));
  }
  return held;
}

/** Whether something other than freezing is asked for. */
export const hasRangesOrTies = ({ constraints, ties }: Constraints): boolean =>
  Object.keys(ties).length > 0 || Object.values(constraints).some(({ minimum, maximum }) => minimum ?? maximum);

export class ConstrainedEntries {
  readonly #ranges: readonly [string, Constraint][];
  readonly #constraints: Table<Constraint>;
  readonly #ties: readonly (readonly [TieMember, ...TieMember[]])[];
  readonly #tieRanges: readonly { readonly minimum: number; readonly maximum: number }[];

  constructor({ constraints, ties }: Constraints) {
    this.#constraints = constraints;
    this.#ranges = Object.entries(constraints).filter(([, { minimum, maximum }]) => minimum ?? maximum);
    this.#ties = Object.values(ties).map(({ members }) => members as unknown as readonly [TieMember, ...TieMember[]]);
    this.#tieRanges = Object.values(ties).map((tie) => rangeOfTie(constraints, tie));
  }

  /** After backward: the first member of a tie gets the sum of all gradients, in the members' order; the others get 0. */
  gather(gradientOf: (id: string) => Reals | undefined): void {
    for (const members of this.#ties) {
      let sum = 0;
      for (const { id, index, sign } of members) {
        const gradients = gradientOf(id);
        if (!gradients) continue;
        sum += signed(gradients[index]!, sign);
        gradients[index] = 0;
      }
      const [first] = members;
      const gradients = gradientOf(first.id);
      if (gradients) gradients[first.index] = sum;
    }
  }

  /** For people: every member's gradient as the one that moves it. */
  spread(gradientOf: (id: string) => Reals | undefined): void {
    this.#follow(gradientOf);
  }

  /** After an update: back into the ranges, and what is tied follows its first member. */
  settle(valuesOf: (id: string) => Reals | undefined): void {
    for (const [id, { frozen }] of this.#ranges) {
      const values = valuesOf(id);
      if (!values) continue;
      for (let index = 0; index < values.length; index++) {
        if (frozen?.[index] === 1) continue;
        const { minimum, maximum } = rangeOf(this.#constraints, { id, index });
        values[index] = within(values, values[index]!, minimum, maximum);
      }
    }
    this.#ties.forEach(([first, ...others], i) => {
      const values = valuesOf(first.id);
      const isFrozen = [first, ...others].some(({ id, index }) => this.#constraints[id]?.frozen?.[index] === 1);
      const { minimum, maximum } = this.#tieRanges[i]!;
      if (values && !isFrozen) values[first.index] = within(values, values[first.index]!, minimum, maximum);
    });
    this.#follow(valuesOf);
  }

  #follow(numbersOf: (id: string) => Reals | undefined): void {
    for (const [first, ...others] of this.#ties) {
      const leading = numbersOf(first.id)?.[first.index];
      if (leading === undefined) continue;
      for (const { id, index, sign } of others) {
        const numbers = numbersOf(id);
        if (numbers) numbers[index] = signed(leading, sign);
      }
    }
  }
}

/** As `clamped`; where numbers are float32, an end that is none of them is moved inwards to the next one that is. */
function within(values: Reals, value: number, minimum: number, maximum: number): number {
  if (value >= minimum && value <= maximum) return value;
  const end = value < minimum ? minimum : maximum;
  if (!(values instanceof Float32Array)) return end;
  const rounded = Math.fround(end);
  if (rounded >= minimum && rounded <= maximum) return rounded;
  return nextFloat32(rounded, value < minimum ? 1 : -1);
}

const SMALLEST_FLOAT32 = 1.401298464324817e-45;
const bits = new DataView(new ArrayBuffer(4));

/** The float32 beside `value`, upwards or downwards. */
function nextFloat32(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * SMALLEST_FLOAT32;
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + (value > 0 ? direction : -direction));
  return bits.getFloat32(0);
}
