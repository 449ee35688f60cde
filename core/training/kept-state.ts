/**
 * A whole state of training as the timeline keeps it. Numbers that are float32 anyway, as those of large networks are, take
 * half the room and come back to the same bits.
 */
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';
import { packedReals, unpackedReals } from '../tensor/packed-reals.ts';
import type { Reals } from '../tensor/reals.ts';

/** All that continuing to the same bits takes. */
export interface Snapshot {
  readonly parameters: Table<Float64Array>;
  readonly position: RunPosition;
  readonly settings: TrainingSettings;
  readonly constraints: Constraints;
}

export class KeptState {
  readonly step: number;
  /** Edits of the branch that were made before it. */
  readonly editCount: number;
  readonly bytes: number;
  /** As it is in a file, where every number takes eight. */
  readonly wholeBytes: number;
  /** Of its tables. */
  readonly arrays: number;
  readonly #parameters: Table<Reals>;
  readonly #moments: Table<Reals>;
  readonly #rest: Pick<Snapshot, 'position' | 'settings' | 'constraints'>;

  constructor({ parameters, position, settings, constraints }: Snapshot, editCount: number) {
    this.step = position.step;
    this.editCount = editCount;
    this.#parameters = eachOf(parameters, packedReals);
    this.#moments = eachOf(position.moments, packedReals);
    this.#rest = { position: { ...position, moments: {} }, settings, constraints };
    const arrays = [...Object.values(this.#parameters), ...Object.values(this.#moments)];
    this.bytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, position.order.byteLength);
    this.arrays = arrays.length;
    this.wholeBytes = arrays.reduce((sum, { length }) => sum + 8 * length, position.order.byteLength);
  }

  /** As they are kept: not to be changed. */
  get tables(): { readonly parameters: Table<Reals>; readonly moments: Table<Reals> } {
    return { parameters: this.#parameters, moments: this.#moments };
  }

  /** Of the place, all but the moments. */
  get place(): Omit<RunPosition, 'moments'> {
    return this.#rest.position;
  }

  get settings(): TrainingSettings {
    return this.#rest.settings;
  }

  get constraints(): Constraints {
    return this.#rest.constraints;
  }

  /** Whole again: copies. */
  get snapshot(): Snapshot {
    const { position, ...rest } = this.#rest;
    return {
      ...rest,
      parameters: eachOf(this.#parameters, unpackedReals),
      position: { ...position, moments: eachOf(this.#moments, unpackedReals) },
    };
  }
}

const eachOf = <A, B>(table: Table<A>, change: (value: A) => B): Table<B> =>
  Object.fromEntries(Object.entries(table).map(([id, value]) => [id, change(value)]));
