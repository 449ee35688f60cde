/** The cell of a grid that has the focus, and the rows that are chosen with it; keys move it as in a spreadsheet. */
export class GridCursor {
  row = $state(0);
  column = $state(1);
  /** Where a selection of rows began. */
  anchor = $state<number | null>(null);
  readonly #rowCount: () => number;
  readonly #columnCount: () => number;

  constructor(rowCount: () => number, columnCount: () => number) {
    this.#rowCount = rowCount;
    this.#columnCount = columnCount;
  }

  /** The row with the focus, which may be the last when there are fewer than there were. */
  readonly active = $derived.by(() => Math.min(this.row, this.#rowCount() - 1));

  readonly chosen = $derived.by(() => {
    const { active, anchor } = this;
    return { from: Math.min(anchor ?? active, active), to: Math.max(anchor ?? active, active) };
  });

  toTop(): void {
    this.row = 0;
    this.anchor = null;
  }

  moveTo(row: number, column: number, isExtending: boolean): void {
    this.anchor = isExtending ? (this.anchor ?? this.active) : null;
    this.row = Math.max(0, Math.min(this.#rowCount() - 1, row));
    this.column = Math.max(0, Math.min(this.#columnCount() - 1, column));
  }

  /** @param page rows that Page Down moves by @returns whether the key is one that moves */
  pressKey(event: KeyboardEvent, page: number): boolean {
    const { active, column } = this;
    const isFar = event.ctrlKey || event.metaKey;
    const lastRow = this.#rowCount() - 1;
    if (isFar && event.key.toLowerCase() === 'a') {
      this.anchor = 0;
      this.row = lastRow;
      return true;
    }
    const to: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowDown: [active + 1, column],
      ArrowUp: [active - 1, column],
      PageDown: [active + page, column],
      PageUp: [active - page, column],
      ArrowRight: [active, column + 1],
      ArrowLeft: [active, column - 1],
      Home: isFar ? [0, column] : [active, 0],
      End: isFar ? [lastRow, column] : [active, this.#columnCount() - 1],
    };
    const next = to[event.key];
    if (!next) return false;
    this.moveTo(...next, event.shiftKey && next[0] !== active);
    return true;
  }
}
