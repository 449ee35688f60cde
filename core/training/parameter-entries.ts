/** Parameters of a plan by their ids: one entry, one parameter, or some of them. */
import type { Table } from '../document/document.ts';
import type { Plan } from '../engine/plan.ts';

const GONE = 'That parameter is not there any more.';

/** @throws RangeError when there is none */
export function entryOf(plan: Plan, id: string, index: number, part: 'data' | 'gradient'): number {
  const value = plan.parameters.get(id)?.[part]?.[index];
  if (value === undefined) throw new RangeError(GONE);
  return value;
}

/** A copy. @throws RangeError when there is none */
export function valuesOf(plan: Plan, id: string): Float64Array {
  const parameter = plan.parameters.get(id);
  if (!parameter) throw new RangeError(GONE);
  return Float64Array.from(parameter.data);
}

/** Copies; those that there are not are left out. */
export function parametersOf(plan: Plan, ids: readonly string[]): Table<Float64Array> {
  return Object.fromEntries(ids.filter((id) => plan.parameters.has(id)).map((id) => [id, valuesOf(plan, id)]));
}
