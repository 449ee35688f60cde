/** Which rows of the table of parameters are shown, in which order: filtered by name, sorted by a column, in pieces. */
import { untrack } from 'svelte';
import type { NetworkDocument, ParameterEntry } from '../../../core/document/document.ts';
import { parameterName } from '../../../core/document/parameter-names.ts';
import type { Background } from '../../state/background.ts';
import type { ParameterList } from './parameter-list.ts';
import { filterRows, naturalKey, readNumbers, readRows, sortRows } from './order-rows.ts';

/** Fewer rows than this are put in order at once. */
const AT_ONCE = 2000;

export interface Sorting {
  readonly column: number;
  readonly isDescending: boolean;
}

/** What the rows are put in order from. */
interface Wish {
  readonly list: ParameterList;
  readonly labels: NetworkDocument['labels'];
  readonly filter: string;
  readonly sorting: Sorting | null;
}

const isSame = (a: Wish | null, b: Wish): boolean =>
  a !== null && a.list === b.list && a.labels === b.labels && a.filter === b.filter && a.sorting === b.sorting;

export interface RowSource {
  readonly list: () => ParameterList;
  readonly labels: () => NetworkDocument['labels'];
  readonly document: () => NetworkDocument;
  /** A column's number at an entry; null for the column of names. */
  readonly read: (column: number) => ((entry: ParameterEntry) => number | undefined) | null;
}

export class RowOrder {
  filter = $state('');
  sorting: Sorting | null = $state.raw(null);
  /** Putting many rows in order takes a moment; what was shown before stays until then. */
  isWorking = $state(false);
  readonly #background: Background;
  readonly #source: RowSource;
  #shown: { readonly list: ParameterList; readonly rows: Uint32Array | null } | null = $state.raw(null);
  /** Grows when values have moved and rows are to be sorted anew. */
  #again = $state(0);
  #wish: Wish | null = null;
  #work: Generator<void, Uint32Array | null> | null = null;
  #isStale = false;
  /** In lower case, while they stay. */
  #names: { readonly list: ParameterList; readonly labels: NetworkDocument['labels']; all: string[] } | null = null;

  /** Call while a component is set up: it ends with that component. */
  constructor(background: Background, source: RowSource) {
    this.#background = background;
    this.#source = source;
    $effect(() => {
      void this.#again;
      const wish: Wish = {
        list: source.list(),
        labels: source.labels(),
        filter: this.filter.trim(),
        sorting: this.sorting,
      };
      untrack(() => this.#want(wish));
    });
    $effect(() => () => background.forget(this.#piece));
  }

  get #rows(): Uint32Array | null {
    return this.#shown?.list === this.#source.list() ? (this.#shown.rows ?? null) : null;
  }

  get count(): number {
    return this.#rows?.length ?? this.#source.list().count;
  }

  /** @param position 0 to count - 1, from the top */
  entryAt(position: number): ParameterEntry {
    return this.#source.list().entryAt(this.#rows?.[position] ?? position);
  }

  /** Values have moved. */
  renew(): void {
    if (this.sorting) this.#again = untrack(() => this.#again) + 1;
  }

  #want(wish: Wish): void {
    // Values that move faster than they are sorted must not keep a sort from ever ending.
    if (this.#work && isSame(this.#wish, wish)) {
      this.#isStale = true;
      return;
    }
    this.#wish = wish;
    this.#isStale = false;
    this.#work = this.#order(wish);
    if (wish.list.count <= AT_ONCE) while (this.#piece());
    else {
      this.isWorking = true;
      this.#background.work(this.#piece);
    }
  }

  readonly #piece = (): boolean => {
    const { done, value } = this.#work?.next() ?? { done: true, value: null };
    if (!done) return true;
    const wish = this.#wish!;
    this.#shown = { list: wish.list, rows: value };
    this.#work = this.#isStale ? this.#order(wish) : null;
    this.#isStale = false;
    this.isWorking = this.#work !== null;
    return this.isWorking;
  };

  *#order({ list, labels, filter, sorting }: Wish): Generator<void, Uint32Array | null> {
    const read = sorting ? this.#source.read(sorting.column) : null;
    if (filter === '' && !sorting) return null;
    const names = filter !== '' || !read ? yield* this.#namesOf(list, labels) : [];
    const wanted = filter.toLowerCase();
    const kept = yield* filterRows(list.count, (row) => filter === '' || names[row]!.includes(wanted));
    if (!sorting) return kept;
    const keys = read
      ? yield* readNumbers(list.count, (row) => read(list.entryAt(row)) ?? -Infinity)
      : yield* readRows(list.count, (row) => naturalKey(names[row]!));
    return yield* sortRows<number | string>(kept, keys, sorting.isDescending);
  }

  *#namesOf(list: ParameterList, labels: NetworkDocument['labels']): Generator<void, readonly string[]> {
    if (this.#names?.list === list && this.#names.labels === labels) return this.#names.all;
    const document = this.#source.document();
    const all = yield* readRows(list.count, (row) => {
      const { id, index } = list.entryAt(row);
      return parameterName(document, id, index).toLowerCase();
    });
    this.#names = { list, labels, all };
    return all;
  }
}
