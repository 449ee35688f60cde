/** What the logit lens says cell by cell: a row for each station of the stream, a column for each token. */
import type { InsideLens, InsideSummary } from '../../../core/protocol/inside-calls.ts';
import { tokenName, tokenNames } from './token-names.ts';

/** What a cell is shaded by: the probability of what it would say first, or of the true token. */
export type LensShade = 'top' | 'truth';

export interface LensCell {
  readonly row: number;
  readonly column: number;
}

export class LensCells {
  readonly names: readonly string[];
  readonly #lens: InsideLens;
  readonly #summary: InsideSummary;

  constructor(lens: InsideLens, summary: InsideSummary) {
    this.#lens = lens;
    this.#summary = summary;
    this.names = tokenNames(lens.ids, summary);
  }

  get rows(): number {
    return this.#lens.stations.length;
  }

  get columns(): number {
    return this.names.length;
  }

  /** Name of a row. */
  titleOf(row: number): string {
    const station = this.#lens.stations[row]!;
    return this.rows === 1 ? station : row === 0 ? `start: ${station}` : `+ ${station}`;
  }

  stationOf(row: number): string {
    return this.#lens.stations[row]!;
  }

  /** NaN where there is no true token. */
  probability(shade: LensShade, { row, column }: LensCell): number {
    const place = this.#place(row, column);
    return shade === 'top' ? this.#lens.probabilities[place * this.#lens.top]! : this.#lens.truth[place]!;
  }

  /** Name of the token that it would say first. */
  said({ row, column }: LensCell): string {
    return this.#nameOf(this.#lens.topIds[this.#place(row, column) * this.#lens.top]!);
  }

  isRight({ row, column }: LensCell): boolean {
    return this.#lens.topIds[this.#place(row, column) * this.#lens.top] === this.#lens.targets[column];
  }

  /** The most probable tokens of a cell. */
  best({ row, column }: LensCell): { readonly name: string; readonly probability: number; readonly isTrue: boolean }[] {
    const { top, topIds, probabilities, targets } = this.#lens;
    return Array.from({ length: top }, (_, i) => {
      const place = this.#place(row, column) * top + i;
      const id = topIds[place]!;
      return { name: this.#nameOf(id), probability: probabilities[place]!, isTrue: id === targets[column] };
    });
  }

  /** The true token of a column; null where nothing says what is true. */
  truthOf(column: number): string | null {
    const target = this.#lens.targets[column]!;
    return target < 0 ? null : this.#nameOf(target);
  }

  #place(row: number, column: number): number {
    return row * this.columns + column;
  }

  #nameOf(id: number): string {
    return tokenName(id, this.#summary);
  }
}
