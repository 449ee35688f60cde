/** Fields of a config.json from outside: every one checked, every error with the field, its value and the limit. */
import { FileError } from '../data/file-error.ts';
import type { HyperField } from './family.ts';

export class ConfigReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #modelType: string;

  constructor(fields: Readonly<Record<string, unknown>>, modelType: string) {
    this.#fields = fields;
    this.#modelType = modelType;
  }

  /**
   * A whole number within the limits of `field`.
   *
   * @param names what it is called; the first that is there counts
   * @param otherwise for a field that may be missing or null
   * @throws FileError when it is missing, no whole number, or out of its limits
   */
  whole(names: string | readonly string[], field: HyperField, otherwise?: number): number {
    const [first] = typeof names === 'string' ? [names] : names;
    const name = (typeof names === 'string' ? [names] : names).find((candidate) => this.#get(candidate) !== null);
    const limits = `a whole number from ${field.min} to ${field.max}`;
    if (name === undefined) {
      if (otherwise !== undefined) return otherwise;
      throw new FileError(`config.json has no "${first}", which model_type "${this.#modelType}" needs: ${limits}.`);
    }
    const value = this.#get(name);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < field.min || value > field.max) {
      throw new FileError(`"${name}" in config.json must be ${limits}, not ${shown(value)}.`);
    }
    return value;
  }

  /** 1 or 0 @throws FileError when it is there and neither true nor false */
  flag(name: string, otherwise: boolean): 0 | 1 {
    const value = this.#get(name) ?? otherwise;
    if (typeof value !== 'boolean') {
      throw new FileError(`"${name}" in config.json must be true or false, not ${shown(value)}.`);
    }
    return value ? 1 : 0;
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? null) : null;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
