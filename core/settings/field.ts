/**
 * One setting of a layer kind, optimizer or data set, described once: the control, the validation, the file schema and
 * the help text all come from this.
 */
export interface NumberField {
  readonly label: string;
  /** What it does, in one sentence a newcomer understands. */
  readonly description: string;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly isInteger?: boolean;
  /** How a slider or knob moves through it. */
  readonly scale?: 'linear' | 'logarithmic';
  /** 0 is off and 1 is on: shown as a switch. */
  readonly isSwitch?: boolean;
  /** Where the number is the place of a choice in this list: their names. */
  readonly choices?: readonly string[];
}

export type Fields = Readonly<Record<string, NumberField>>;

export function initialSettings(fields: Fields): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.initial]));
}

/** What is wrong with `value` for this field, as a sentence; null when nothing is. */
export function fieldProblem(field: NumberField, value: number): string | null {
  if (!Number.isFinite(value)) return `${field.label} must be a number, not ${value}.`;
  if (field.isInteger && !Number.isInteger(value)) return `${field.label} must be a whole number, not ${value}.`;
  if (value < field.min || value > field.max) {
    return `${field.label} must be from ${field.min} to ${field.max}, not ${value}.`;
  }
  return null;
}
