/**
 * Editing the examples on the map: adding, moving, removing. Each is one edit of the document, so that each undoes. A set
 * that comes with the app becomes the person's own table with the first edit.
 */
import type { DataSettings, DataTable } from '../../core/data/data-settings.ts';
import {
  addPoint,
  arePoints,
  changePoint,
  POINTS_NAME,
  removePoint,
  startingPoints,
  type PointValue,
} from '../../core/data/points.ts';
import { tableOf } from '../../core/data/prepare.ts';
import type { Workbench } from './workbench.svelte.ts';

const LETTERS = 'ABCDEFGHIJ';

export class Points {
  readonly #bench: Workbench;
  #wantsEditing = $state(false);
  /** What the next point is given. */
  #chosen = $state.raw<PointValue | null>(null);

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  readonly #table: DataTable | null = $derived.by(() => {
    const { data } = this.#bench.editor;
    return data ? tableOf(data) : null;
  });

  readonly canEdit: boolean = $derived.by(() => {
    const { data } = this.#bench.editor;
    return data !== undefined && this.#table !== null && arePoints(this.#table, data);
  });

  readonly isEditing: boolean = $derived(this.#wantsEditing && this.canEdit);

  readonly #target = $derived.by(() => {
    const name = this.#bench.editor.data?.targets[0];
    return this.#table?.columns.find((column) => column.name === name) ?? null;
  });

  /** The classes there are, and one more; 0 and 1 where the target is a yes or no; null when it is any number. */
  readonly choices: readonly PointValue[] | null = $derived.by(() => {
    const target = this.#target;
    if (!target || this.#bench.maps.isCurve) return null;
    if (target.type === 'number') return this.#bench.live.data?.task === 'binary' ? [0, 1] : null;
    const words = [...new Set(target.values)].sort();
    const next = [...LETTERS].find((letter) => !words.includes(letter));
    return words.length < LETTERS.length && next ? [...words, next] : words;
  });

  readonly chosen: PointValue = $derived.by(() => {
    const choices = this.choices;
    if (!choices) return typeof this.#chosen === 'number' ? this.#chosen : 1;
    return choices.find((choice) => choice === this.#chosen) ?? choices[0] ?? 0;
  });

  choose(value: PointValue): void {
    this.#chosen = value;
  }

  toggle(): void {
    this.#wantsEditing = !this.isEditing;
    this.#bench.maps.hold(this.isEditing);
  }

  /** @param place of each input in the units of the data, and, for a curve, the height */
  add(place: readonly number[]): void {
    this.#edit('add a point', (table, settings) => addPoint(table, this.#valuesAt(settings, place, true)));
  }

  move(row: number, place: readonly number[]): void {
    this.#edit(
      'move a point',
      (table, settings) => changePoint(table, row, this.#valuesAt(settings, place, false)),
      row,
    );
  }

  remove(row: number): void {
    this.#edit('remove a point', (table) => removePoint(table, row), row);
  }

  /** Two points alone, to begin with. */
  startAfresh(): void {
    const { editor, files, live, maps } = this.#bench;
    const { data } = editor;
    if (!data) return;
    maps.hold(false);
    const table = startingPoints(data.inputs, data.targets[0]!, live.data?.task !== 'regression');
    void files.useData(
      { ...data, source: { kind: 'table', table }, validationShare: 0, standardise: false },
      'start afresh',
    );
    maps.hold(this.isEditing);
  }

  #valuesAt({ inputs, targets }: DataSettings, place: readonly number[], isNew: boolean): Record<string, PointValue> {
    const values: Record<string, PointValue> = {};
    inputs.forEach((name, i) => (values[name] = place[i]!));
    if (inputs.length === 1) values[targets[0]!] = place[1]!;
    else if (isNew) values[targets[0]!] = this.chosen;
    return values;
  }

  /** @param row of the point that is meant, where there is one: nothing happens where another has come there meanwhile */
  #edit(label: string, change: (table: DataTable, settings: DataSettings) => DataTable, row?: number): void {
    const seen = this.#table;
    if (!seen) return;
    void this.#bench.files.editData((data) => {
      const table = tableOf(data);
      if (row !== undefined && !isSameRow(seen, table, row)) return null;
      const changed = { ...change(table, data), name: data.source.kind === 'table' ? table.name : POINTS_NAME };
      return { ...data, source: { kind: 'table', table: changed } };
    }, label);
  }
}

const isSameRow = (one: DataTable, other: DataTable, row: number): boolean =>
  one.columns.every(({ values }, i) => Object.is(values[row], other.columns[i]?.values[row]));
