/** Tokens that stand for no text. They come after all others, so that the ids of the others do not depend on them. */
import * as v from 'valibot';
import type { Fields } from '../../settings/field.ts';
import { LIMITS, type SpecialTokens } from './tokenizer.ts';

export const SPECIAL_TEXT = { unknown: '<unknown>', mask: '<mask>', boundary: '<end>' } as const;
type SpecialName = keyof typeof SPECIAL_TEXT;

const switchField = (label: string, description: string) =>
  ({ label, description, initial: 0, min: 0, max: 1, isInteger: true, isSwitch: true }) as const;

export const unknownField = switchField(
  'Unknown token',
  'Adds a token for whatever is not in the vocabulary. Without it, such text is refused.',
);

export const specialFields = {
  boundary: switchField('End token', 'Adds a token that stands between documents, such as the lines of a list.'),
  mask: switchField('Mask token', 'Adds the token that hides a word from a masked model.'),
} as const satisfies Fields;

/** The ids that the wanted special tokens get when `count` ordinary tokens come before them. */
export function placeSpecial(count: number, wanted: Readonly<Record<SpecialName, boolean>>): SpecialTokens {
  let next = count;
  const place = (name: SpecialName): number | null => (wanted[name] ? next++ : null);
  return { unknown: place('unknown'), mask: place('mask'), boundary: place('boundary') };
}

/** Pairs of id and written form. */
export function specialEntries(special: SpecialTokens): [id: number, text: string, name: SpecialName][] {
  return (Object.keys(SPECIAL_TEXT) as SpecialName[]).flatMap((name) => {
    const id = special[name];
    return id === null ? [] : [[id, SPECIAL_TEXT[name], name]];
  });
}

const id = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.tokens - 1)));
export const specialSchema = v.strictObject({ unknown: id, mask: id, boundary: id });
