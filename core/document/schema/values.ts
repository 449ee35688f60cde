/** What ids, names, numbers and tables are allowed to be: the pieces that the document's schema is made of. */
import * as v from 'valibot';
import { fieldProblem, type Fields } from '../../settings/field.ts';
import { FARTHEST, type Table } from '../document.ts';

export const MOST_ITEMS = 100_000;
export const MOST_ROWS = 5_000_000;
const LARGEST_SEED = 4294967295;

/** Keys that would reach an object's prototype when used as a name. */
const isSafeKey = (key: string): boolean => key !== '__proto__' && key !== 'constructor' && key !== 'prototype';
export const namesOf = <Name extends string>(registry: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(registry) as Name[];
export const idSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id is 1 to 64 letters, digits, _ or -'),
  v.check(isSafeKey, 'this name is reserved'),
);
export const parameterIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9]{1,32}$/, 'a parameter id is an item id, a dot and a name'),
);
export const momentIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9]{1,32}\/[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9]{1,32}$/, 'a moment id is slot/parameter id'),
);
export const settingNameSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9]{1,40}$/, 'a setting has a name of 1 to 40 letters or digits'),
  v.check(isSafeKey, 'this name is reserved'),
);
export const nameSchema = v.pipe(v.string(), v.maxLength(80, 'a name has up to 80 characters'));
export const finite = v.pipe(v.number(), v.finite());
export const place = v.pipe(finite, v.minValue(-FARTHEST), v.maxValue(FARTHEST));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const seed = v.pipe(count, v.maxValue(LARGEST_SEED));
export const floats = v.instance(Float64Array<ArrayBufferLike>);
export const words = v.instance(Uint32Array<ArrayBufferLike>);

/** A table by safe keys. valibot's record leaves reserved keys out without a word; here they are refused. */
export function table<T>(key: v.GenericSchema<string>, value: v.GenericSchema<T>): v.GenericSchema<Table<T>> {
  return v.pipe(
    v.custom<Table<T>>((input) => typeof input === 'object' && input !== null && !Array.isArray(input), 'not a table'),
    v.check((input) => Object.getOwnPropertyNames(input).every(isSafeKey), 'a key of this table is reserved'),
    v.check((input) => Object.keys(input).length <= MOST_ITEMS, `a table has up to ${MOST_ITEMS} entries`),
    v.record(key, value),
  );
}

/** Every field must be there and in range; values of other optimizers may be kept along. */
export function settingsProblem(fields: Fields, settings: Readonly<Record<string, number>>): string | null {
  for (const [name, field] of Object.entries(fields)) {
    const value = settings[name];
    if (value === undefined) return `${field.label} (${name}) is missing.`;
    const problem = fieldProblem(field, value);
    if (problem !== null) return problem;
  }
  return null;
}
