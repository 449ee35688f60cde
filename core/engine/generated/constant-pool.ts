import { access, f64x2Const, i32Const, type Code } from './bytecode.ts';

/** Pairs of constants in memory: reading one takes one instruction, making it from its bits takes three. */
export class ConstantPool {
  readonly #start: number;
  readonly #most: number;
  readonly values: number[] = [];

  /** @param start where they stand, @param most how many there is room for */
  constructor(start: number, most: number) {
    this.#start = start;
    this.#most = most;
  }

  /** The constant in both lanes. */
  read(value: number): Code {
    if (Object.is(value, 0)) return f64x2Const(0);
    let at = this.values.findIndex((known) => Object.is(known, value));
    if (at < 0) at = this.values.push(value) - 1;
    if (this.values.length > this.#most) throw new Error('internal: more constants than there is room for');
    return access('v128.load', this.#start + 16 * at, i32Const(0));
  }

  writeInto(buffer: ArrayBuffer): void {
    const doubles = new Float64Array(buffer, this.#start, 2 * this.values.length);
    this.values.forEach((value, i) => doubles.fill(value, 2 * i, 2 * i + 2));
  }
}
