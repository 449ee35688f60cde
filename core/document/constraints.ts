/** Reads what training must keep to: frozen entries, ranges, ties; and brings values to where they are allowed. */
import type { Constraint, Constraints, ParameterEntry, Table, Tie, TieMember } from './document.ts';

export const unconstrained: Constraints = { constraints: {}, ties: {} };

export interface Range {
  /** -Infinity = any */
  readonly minimum: number;
  /** Infinity = any */
  readonly maximum: number;
}

export const isFrozen = (constraints: Table<Constraint>, { id, index }: ParameterEntry): boolean =>
  constraints[id]?.frozen?.[index] === 1;

export const rangeOf = (constraints: Table<Constraint>, { id, index }: ParameterEntry): Range => ({
  minimum: constraints[id]?.minimum?.[index] ?? -Infinity,
  maximum: constraints[id]?.maximum?.[index] ?? Infinity,
});

/** The values of the first member at which every member is in its own range; a mirrored one's range is turned round. */
export function rangeOfTie(constraints: Table<Constraint>, { members }: Tie): Range {
  let [minimum, maximum] = [-Infinity, Infinity];
  for (const member of members) {
    const range = rangeOf(constraints, member);
    minimum = Math.max(minimum, member.sign === 1 ? range.minimum : -range.maximum);
    maximum = Math.min(maximum, member.sign === 1 ? range.maximum : -range.minimum);
  }
  return { minimum, maximum };
}

export const tieOf = (ties: Table<Tie>, { id, index }: ParameterEntry): Tie | undefined =>
  Object.values(ties).find(({ members }) => members.some((member) => member.id === id && member.index === index));

/** What a member is when the first one is `value`; never -0, so that mirroring 0 gives 0. */
export const signed = (value: number, sign: 1 | -1): number => (sign === 1 ? value : 0 - value);

export const clamped = (value: number, { minimum, maximum }: Range): number =>
  Math.max(minimum, Math.min(maximum, value));

/**
 * The values nearest to `parameters` that keep to the constraints: each in its range, ties led by their first member.
 * Parameters that need no change stay the same arrays.
 */
export function obeying({ constraints, ties }: Constraints, parameters: Table<Float64Array>): Table<Float64Array> {
  const next: Record<string, Float64Array> = { ...parameters };
  const put = ({ id, index }: ParameterEntry, value: number): void => {
    const values = next[id];
    if (!values || values[index] === value) return;
    if (values === parameters[id]) next[id] = values.slice();
    next[id]![index] = value;
  };
  for (const [id, { minimum, maximum }] of Object.entries(constraints)) {
    if (!minimum && !maximum) continue;
    parameters[id]?.forEach((value, index) => put({ id, index }, clamped(value, rangeOf(constraints, { id, index }))));
  }
  for (const tie of Object.values(ties)) {
    const [first] = tie.members as [TieMember];
    const value = clamped(next[first.id]?.[first.index] ?? 0, rangeOfTie(constraints, tie));
    for (const member of tie.members) put(member, signed(value, member.sign));
  }
  return next;
}

/** Other starting values for parameters, except where one is frozen: it stays, and the others keep to the constraints. */
export function startingValues(
  wanted: Constraints,
  present: Table<Float64Array>,
  initial: Table<Float64Array>,
): Table<Float64Array> {
  const kept: Record<string, Float64Array> = { ...initial };
  for (const [id, { frozen }] of Object.entries(wanted.constraints)) {
    const values = kept[id];
    const before = present[id];
    if (!frozen || !values || before?.length !== values.length) continue;
    kept[id] = values.map((value, i) => (frozen[i] === 1 ? before[i]! : value));
  }
  return obeying(wanted, kept);
}

/** Whether two say the same; those that came through a message are copies. */
export function isSameConstraints(a: Constraints, b: Constraints): boolean {
  if (a.constraints === b.constraints && a.ties === b.ties) return true;
  const ids = new Set([...Object.keys(a.constraints), ...Object.keys(b.constraints)]);
  const isSame = (x: ArrayLike<number> | null | undefined, y: ArrayLike<number> | null | undefined): boolean =>
    x === y || (!!x && !!y && x.length === y.length && Array.prototype.every.call(x, (value, i) => value === y[i]));
  for (const id of ids) {
    const [one, other] = [a.constraints[id], b.constraints[id]];
    if (!isSame(one?.frozen, other?.frozen) || !isSame(one?.minimum, other?.minimum)) return false;
    if (!isSame(one?.maximum, other?.maximum)) return false;
  }
  return JSON.stringify(a.ties) === JSON.stringify(b.ties);
}
