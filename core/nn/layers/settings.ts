/** A layer's own settings, with what the kind's fields say where it has none. */
import type { Layer } from '../../document/document.ts';
import type { Fields, NumberField } from '../../settings/field.ts';

export const settingOf = ({ settings }: Layer, fields: Fields, name: string): number =>
  settings?.[name] ?? fields[name]!.initial;

/** Of a field with choices: whether the one with this name is chosen. */
export function isChosen(layer: Layer, fields: Fields, name: string, choice: string): boolean {
  return fields[name]!.choices?.[settingOf(layer, fields, name)] === choice;
}

/** One of several by name; kept as its place in the list. */
export const choiceField = (label: string, description: string, choices: readonly string[]): NumberField => ({
  label,
  description,
  initial: 0,
  min: 0,
  max: choices.length - 1,
  isInteger: true,
  choices,
});

export const dropoutField: NumberField = {
  label: 'Dropout',
  description: 'Share of numbers that a training step sets to zero, so that none is relied on alone.',
  initial: 0,
  min: 0,
  max: 0.9,
};

export const headsField = (initial: number): NumberField => ({
  label: 'Heads',
  description: 'How many lookups run side by side; they share the width evenly.',
  initial,
  min: 1,
  max: 256,
  isInteger: true,
});
