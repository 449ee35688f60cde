/**
 * How large gradients and moves are, layer by layer, while a language model trains: at intervals, so that it costs next to
 * nothing, and for every branch of the timeline by itself. Steps that are done again give the same numbers again.
 *
 *     |g| = √Σ g²   before clipping;   |Δθ| = √Σ (θ' - θ)²;   |θ| = √Σ θ'²
 */
import type { PlanParameter } from '../engine/parameter-blocks.ts';
import type { Reals } from '../tensor/reals.ts';
import { squaresOfDifference } from './step-norms.ts';
import type { BranchPlace } from './timeline.ts';

/** Sums of squares, one per owner. */
export interface UpdateRecord {
  readonly step: number;
  readonly gradient: Float64Array;
  readonly update: Float64Array;
  readonly parameters: Float64Array;
}

/** Steps between two records at first; doubled whenever there are too many records. */
const FIRST_INTERVAL = 10;
const MOST_RECORDS = 600;

export class UpdateWatch {
  /** What the sums are by: ids of layers, in order. */
  readonly owners: readonly string[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #branchNow: () => BranchPlace;
  readonly #branches = new Map<number, Map<number, UpdateRecord>>();
  readonly #before = new Map<string, Reals>();
  #gradient = new Float64Array(0);
  #interval = FIRST_INTERVAL;

  /**
   * @param ownerOf the layer of each parameter, by parameter id
   * @param branchNow the branch that the steps belong to
   */
  constructor(ownerOf: ReadonlyMap<string, string>, branchNow: () => BranchPlace) {
    this.owners = [...new Set(ownerOf.values())];
    this.#placeOf = new Map([...ownerOf].map(([id, owner]) => [id, this.owners.indexOf(owner)]));
    this.#branchNow = branchNow;
  }

  /** Steps between two records, as it is now. */
  get interval(): number {
    return this.#interval;
  }

  /** @param step number of the update, from 1 */
  wants(step: number): boolean {
    return step === 1 || step % this.#interval === 0;
  }

  /** Gradients are there, parameters not yet moved. */
  before(parameters: ReadonlyMap<string, PlanParameter>): void {
    this.#gradient = new Float64Array(this.owners.length);
    for (const [id, { data, gradient }] of parameters) {
      this.#gradient[this.#placeOf.get(id)!]! += gradient ? squaresOf(gradient) : 0;
      const kept = this.#before.get(id);
      if (kept?.length === data.length && kept.constructor === data.constructor) kept.set(data);
      else this.#before.set(id, data.slice());
    }
  }

  /** Parameters have moved. */
  after(step: number, parameters: ReadonlyMap<string, PlanParameter>): void {
    const update = new Float64Array(this.owners.length);
    const sizes = new Float64Array(this.owners.length);
    for (const [id, { data }] of parameters) {
      const place = this.#placeOf.get(id)!;
      update[place]! += squaresOfDifference(data, this.#before.get(id)!);
      sizes[place]! += squaresOf(data);
    }
    const records = this.#recordsOf(this.#branchNow());
    records.set(step, { step, gradient: this.#gradient, update, parameters: sizes });
    if (records.size > MOST_RECORDS) this.#thinOut();
  }

  /** In the order of steps, up to `last`: of the branch in use and what it shares with the one that it left. */
  records(last: number): UpdateRecord[] {
    const all = [...this.#recordsOf(this.#branchNow()).values()];
    return all.filter(({ step }) => step <= last).sort((a, b) => a.step - b.step);
  }

  #recordsOf({ id, parent, from }: BranchPlace): Map<number, UpdateRecord> {
    const known = this.#branches.get(id);
    if (known) return known;
    const inherited = [...((parent !== null && this.#branches.get(parent)) || [])].filter(([step]) => step <= from);
    const records = new Map(inherited);
    this.#branches.set(id, records);
    return records;
  }

  #thinOut(): void {
    this.#interval *= 2;
    for (const records of this.#branches.values()) {
      for (const step of [...records.keys()]) if (!this.wants(step)) records.delete(step);
    }
  }
}

function squaresOf(values: Reals): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
