/**
 * Every parameter in training with its gradient and its optimizer state, moved together: an update either leaves finite
 * numbers everywhere or changes nothing at all.
 */
import type { Table } from '../document/document.ts';
import type { ParameterBuffer } from '../engine/ops/op.ts';
import type { Plan } from '../engine/plan.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { firstNonFinite } from './non-finite.ts';

interface Learned {
  readonly id: string;
  readonly buffer: ParameterBuffer;
  readonly gradient: Float64Array;
  /** One per slot of the optimizer. */
  readonly slots: readonly Float64Array[];
  /** Values, then slots, as they were before the update in work. */
  readonly before: readonly Float64Array[];
}

/** A parameter that took a value outside the finite numbers. */
export interface Offender {
  readonly id: string;
  readonly value: number;
}

export class LearnedParameters {
  readonly #optimizer: Optimizer;
  readonly #entries: readonly Learned[];

  /** @param moments state to continue with; slots that are missing start at zero */
  constructor(plan: Plan, optimizer: Optimizer, moments: Table<Float64Array>) {
    this.#optimizer = optimizer;
    this.#entries = [...plan.parameters].map(([id, buffer]) => {
      const { length } = buffer.data;
      if (!buffer.gradient) throw new Error('internal: training needs a plan with gradients');
      const slots = optimizer.slots.map((slot) => {
        const kept = moments[`${slot}/${id}`];
        return kept?.length === length ? kept.slice() : new Float64Array(length);
      });
      const before = [buffer.data, ...slots].map(() => new Float64Array(length));
      return { id, buffer, gradient: buffer.gradient, slots, before };
    });
  }

  /** Copies, by parameter id. */
  get values(): Table<Float64Array> {
    return this.#collect(({ buffer }) => buffer.data.slice());
  }

  /** Copies, by parameter id. */
  get gradients(): Table<Float64Array> {
    return this.#collect(({ gradient }) => gradient.slice());
  }

  /** Copies, by `slot/parameter id`. */
  get moments(): Table<Float64Array> {
    const { slots: names } = this.#optimizer;
    return Object.fromEntries(
      this.#entries.flatMap(({ id, slots }) => slots.map((slot, i) => [`${names[i]}/${id}`, slot.slice()])),
    );
  }

  offendingGradient(): Offender | null {
    for (const { id, gradient } of this.#entries) {
      const value = firstNonFinite(gradient);
      if (value !== undefined) return { id, value };
    }
    return null;
  }

  /**
   * One optimizer update.
   *
   * @param step its number, from 1
   * @returns null, or what would have left the finite numbers; then nothing has changed
   */
  update(step: number, settings: Table<number>): Offender | null {
    for (const { buffer, gradient, slots, before } of this.#entries) {
      before[0]!.set(buffer.data);
      for (let i = 0; i < slots.length; i++) before[i + 1]!.set(slots[i]!);
      this.#optimizer.update(buffer.data, gradient, slots, step, settings);
      clearMasked(buffer.data, buffer.mask);
    }
    const offender = this.#offendingState();
    if (offender) this.#restore();
    return offender;
  }

  /** Where `update` would put each parameter, without doing it. */
  preview(step: number, settings: Table<number>): Table<Float64Array> {
    return this.#collect(({ buffer, gradient, slots }) => {
      const moved = buffer.data.slice();
      const copies = slots.map((slot) => slot.slice());
      this.#optimizer.update(moved, gradient, copies, step, settings);
      clearMasked(moved, buffer.mask);
      return moved;
    });
  }

  #offendingState(): Offender | null {
    for (const { id, buffer, slots } of this.#entries) {
      let value = firstNonFinite(buffer.data);
      for (let i = 0; i < slots.length; i++) value ??= firstNonFinite(slots[i]!);
      if (value !== undefined) return { id, value };
    }
    return null;
  }

  #restore(): void {
    for (const { buffer, slots, before } of this.#entries) {
      buffer.data.set(before[0]!);
      slots.forEach((slot, i) => slot.set(before[i + 1]!));
    }
  }

  #collect(read: (entry: Learned) => Float64Array): Table<Float64Array> {
    return Object.fromEntries(this.#entries.map((entry) => [entry.id, read(entry)]));
  }
}

/** Weight decay or a leftover moment must not bring an undrawn edge to life. */
function clearMasked(values: Float64Array, mask: Uint8Array | null): void {
  if (mask) for (let i = 0; i < mask.length; i++) if (mask[i] === 0) values[i] = 0;
}
