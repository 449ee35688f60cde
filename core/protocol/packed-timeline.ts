/**
 * A timeline on its way to the page and back, which keeps it as it comes. A message costs by the number of its arrays as much as
 * by their bytes, and networks of single neurons have one array for each number: all numbers cross as one array.
 */
import type { Table } from '../document/document.ts';
import type { Steps } from '../text/steps.ts';
import type { PlacedEdit } from '../training/edit.ts';
import type { KeptState, Snapshot } from '../training/kept-state.ts';
import { isSound, type StoredState, type StoredTimeline } from '../training/stored-timeline.ts';
import type { TableForm } from './frame-form.ts';

/** The time that an array takes to be packed, as bytes of the room that there is: so many are packed in some tenths of a second. */
export const ARRAY_BYTES = 24;

type AnyTable = Table<ArrayLike<number>>;

interface PackedState {
  /** All that it has beside numbers in arrays. */
  readonly rest: Omit<StoredState, 'parameters' | 'position'>;
  readonly place: Omit<Snapshot['position'], 'order' | 'random' | 'moments'>;
  /** Which forms. */
  readonly parameters: number;
  readonly moments: number;
  /** Lengths. */
  readonly order: number;
  readonly random: number;
}

/** Of an edit of parameters, which forms its values have and, for those of which not all changed, its indices. */
type PackedEdit =
  { readonly plain: PlacedEdit } | { readonly step: number; readonly values: number; readonly indices: number };

export interface PackedTimeline extends Pick<StoredTimeline, 'current' | 'branches'> {
  readonly forms: readonly TableForm[];
  readonly states: readonly PackedState[];
  readonly edits: readonly PackedEdit[];
  /** Of states, then of edits: parameters, moments, order, random; values, indices. */
  readonly numbers: Float64Array;
}

export const isPacked = (timeline: object): timeline is PackedTimeline => 'numbers' in timeline;

/** In pieces of a state, or an edit, each. @param chosen is not changed by what training does meanwhile */
export function* packTimeline(chosen: StoredTimeline<KeptState>): Steps<void, PackedTimeline> {
  const forms = new Forms();
  const numbers = new Float64Array(sizeOf(chosen));
  let at = 0;
  const put = (values: ArrayLike<number>): void => {
    if (values.length === 1) numbers[at] = values[0]!;
    else numbers.set(values, at);
    at += values.length;
  };
  const putTable = (table: AnyTable): number => {
    const arrays = Object.values(table);
    for (const values of arrays) put(values);
    return forms.of(Object.keys(table), arrays);
  };
  const states: PackedState[] = [];
  for (const { tables, place, settings, constraints, editCount } of chosen.states) {
    const { order, random, ...rest } = place;
    states.push({
      rest: { settings, constraints, editCount },
      place: rest,
      parameters: putTable(tables.parameters),
      moments: putTable(tables.moments),
      order: order.length,
      random: random.length,
    });
    put(order);
    put(random);
    yield;
  }
  const edits: PackedEdit[] = [];
  for (const placed of chosen.edits) {
    const tables = patchTables(placed);
    if (!tables) edits.push({ plain: placed });
    else edits.push({ step: placed.step, values: putTable(tables.values), indices: putTable(tables.indices) });
    yield;
  }
  return { current: chosen.current, branches: chosen.branches, forms: forms.all, states, edits, numbers };
}

/** @throws RangeError when its parts do not fit together */
export function unpackTimeline(packed: PackedTimeline): StoredTimeline {
  const { current, branches, forms, numbers } = packed;
  const names = forms.map((form) => (form.names === '' ? [] : form.names.split('\n')));
  let at = 0;
  const take = (length: number): Float64Array => numbers.slice(at, (at += length));
  const takeTable = (form: number): Table<Float64Array> =>
    Object.fromEntries(names[form]!.map((name, i) => [name, take(forms[form]!.lengths[i]!)]));
  const states = packed.states.map(({ rest, place, ...own }): StoredState => {
    const [parameters, moments] = [takeTable(own.parameters), takeTable(own.moments)];
    const [order, random] = [Uint32Array.from(take(own.order)), Uint32Array.from(take(own.random))];
    return { ...rest, parameters, position: { ...place, order, random, moments } };
  });
  const edits = packed.edits.map((edit): PlacedEdit => {
    if ('plain' in edit) return edit.plain;
    const values = takeTable(edit.values);
    const indices = takeTable(edit.indices);
    const patches = Object.entries(values).map(([id, changed]) => {
      const places = indices[id] ? Uint32Array.from(indices[id]) : null;
      return [id, { indices: places, values: changed }] as const;
    });
    return { step: edit.step, edit: { kind: 'parameters', patches: Object.fromEntries(patches) } };
  });
  const timeline = { current, states, edits, branches };
  if (at !== numbers.length || !isSound(timeline))
    throw new RangeError('internal: the copy of the runs does not fit together');
  return timeline;
}

/** Names and lengths that tables have; most have those of one before. */
class Forms {
  readonly all: TableForm[] = [];
  /** By length and first name: those of which a table can be one, with its names. */
  readonly #known = new Map<string, { readonly names: readonly string[]; readonly at: number }[]>();

  of(names: readonly string[], arrays: readonly ArrayLike<number>[]): number {
    const key = `${names.length} ${names[0]}`;
    const alike = this.#known.get(key) ?? [];
    const known = alike.find(({ names: others, at }) => {
      const { lengths } = this.all[at]!;
      return names.every((name, i) => name === others[i] && arrays[i]!.length === lengths[i]);
    });
    if (known) return known.at;
    const lengths = Uint32Array.from(arrays, ({ length }) => length);
    const at = this.all.push({ names: names.join('\n'), lengths }) - 1;
    this.#known.set(key, [...alike, { names, at }]);
    return at;
  }
}

function patchTables({ edit }: PlacedEdit): { values: AnyTable; indices: AnyTable } | null {
  if (edit.kind !== 'parameters') return null;
  const patches = Object.entries(edit.patches);
  return {
    values: Object.fromEntries(patches.map(([id, { values }]) => [id, values])),
    indices: Object.fromEntries(patches.flatMap(([id, { indices }]) => (indices ? [[id, indices]] : []))),
  };
}

/** Numbers of all its arrays. */
function sizeOf({ states, edits }: StoredTimeline<KeptState>): number {
  const ofStates = states.map(({ wholeBytes, place: { order, random } }) => {
    return (wholeBytes - order.byteLength) / 8 + order.length + random.length;
  });
  const ofEdits = edits.map(({ edit }) => {
    if (edit.kind !== 'parameters') return 0;
    return Object.values(edit.patches).reduce(
      (sum, { indices, values }) => sum + values.length + (indices?.length ?? 0),
      0,
    );
  });
  return [...ofStates, ...ofEdits].reduce((sum, size) => sum + size, 0);
}
