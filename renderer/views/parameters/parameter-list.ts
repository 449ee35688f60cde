import type { NetworkDocument, ParameterEntry } from '../../../core/document/document.ts';
import { parametersOf } from '../../../core/document/parameter-shape.ts';

/** One parameter's entries within the list: a run of rows. */
interface Block {
  readonly id: string;
  /** Row of its first entry. */
  readonly start: number;
  /** Index of each drawn entry; null = all are drawn. */
  readonly drawn: Uint32Array | null;
}

/** Every learnable number of a drawing as a numbered row, without an object for each: there may be millions. */
export class ParameterList {
  readonly count: number;
  readonly #blocks: readonly Block[];

  constructor(document: NetworkDocument) {
    let start = 0;
    this.#blocks = parametersOf(document).map(({ id, shape, mask }): Block => {
      const size = shape.reduce((a, b) => a * b, 1);
      const drawn =
        mask && Uint32Array.from({ length: size }, (_, index) => index).filter((index) => mask[index] === 1);
      const block = { id, start, drawn };
      start += drawn ? drawn.length : size;
      return block;
    });
    this.count = start;
  }

  /** @param row 0 to count - 1 */
  entryAt(row: number): ParameterEntry {
    const block = this.#blockOf(row);
    return { id: block.id, index: block.drawn ? block.drawn[row - block.start]! : row - block.start };
  }

  #blockOf(row: number): Block {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]!.start <= row) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low]!;
  }
}
