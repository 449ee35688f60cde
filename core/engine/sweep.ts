/** Examples that vary in one or two inputs while the others stay: what a response curve or a decision map is drawn from. */

/** An input that varies, from `from` to `to`. */
export interface SweptInput {
  /** Index among the network's inputs. */
  readonly input: number;
  readonly from: number;
  readonly to: number;
}

/**
 * `count` examples along one input, both ends included.
 *
 * @param base one value per input of the network: what the others stay at
 * @returns [count, base.length]
 */
export function sweepLine(base: Float64Array, { input, from, to }: SweptInput, count: number): Float64Array {
  const examples = new Float64Array(count * base.length);
  for (let i = 0; i < count; i++) {
    examples.set(base, i * base.length);
    examples[i * base.length + input] = from + (i / (count - 1)) * (to - from);
  }
  return examples;
}

/**
 * One example per cell of a picture, at the cell's centre: from left to right along `across`, and, as pictures are stored,
 * from the top down along `up`.
 *
 * @returns [rows * columns, base.length]
 */
export function sweepGrid(
  base: Float64Array,
  across: SweptInput,
  up: SweptInput,
  columns: number,
  rows: number,
): Float64Array {
  const examples = new Float64Array(rows * columns * base.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += base.length) {
      examples.set(base, at);
      examples[at + across.input] = across.from + ((column + 0.5) / columns) * (across.to - across.from);
      examples[at + up.input] = up.to - ((row + 0.5) / rows) * (up.to - up.from);
    }
  }
  return examples;
}
