/**
 * Every parameter in training with its gradient and its optimizer state, moved together: an update either leaves finite
 * numbers everywhere or changes nothing at all.
 */
import type { Table } from '../document/document.ts';
import { scalarPlaces, type UpdateRule } from '../engine/kernels/reference/update.ts';
import type { PlanBlock } from '../engine/parameter-blocks.ts';
import type { Plan } from '../engine/plan.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { withoutDecay } from '../optim/optimizers/regularised.ts';
import { integerPower } from '../tensor/integer-power.ts';
import { firstNonFinite, type Reals } from '../tensor/reals.ts';
import type { ConstrainedEntries } from './constrained-entries.ts';

/** A parameter that took a value that cannot be worked with. */
export interface Offender {
  readonly id: string;
  readonly value: number;
}

/** How gradients are clipped. */
export interface Clipping {
  /** Largest norm of all gradients together; 0 = any. */
  readonly clipNorm: number;
  /** Largest size of a single gradient; 0 = any. */
  readonly clipValue: number;
}

/** One step's update: its number, from 1, the optimizer's settings at that step, and how gradients are clipped. */
export interface StepSettings extends Clipping {
  readonly step: number;
  readonly optimizer: Table<number>;
}

/** An optimizer together with the step that it is at: what a plan's update asks. */
export class OptimizerRule implements UpdateRule {
  readonly of: Optimizer;
  #step = 1;
  #settings: Table<number> = {};
  #withoutDecay: Table<number> = {};

  constructor(optimizer: Optimizer) {
    this.of = optimizer;
  }

  at({ step, optimizer }: StepSettings): void {
    this.#step = step;
    if (this.#settings === optimizer) return;
    this.#settings = optimizer;
    this.#withoutDecay = withoutDecay(optimizer);
  }

  readonly run = (values: Reals, gradient: Reals, slots: readonly Reals[], decays: boolean): void => {
    this.of.update(values, gradient, slots, this.#step, decays ? this.#settings : this.#withoutDecay);
  };
}

/**
 * Up to here values and optimizer state are copied before each update, so that it can be taken back. Beyond, where copying
 * would cost, a step is refused before it can overflow: with settings that the optimizers' fields allow (an epsilon above 0
 * among them, so that nothing is divided by 0) no rule moves finite state out of the finite numbers while gradients and
 * parameters stay below `LARGEST`.
 */
const MOST_COPIED = 16_384;
const LARGEST = 1e15;

/** PyTorch's, in clip_grad_norm_. */
const CLIP_EPSILON = 1e-6;

interface Learned {
  readonly id: string;
  readonly data: Reals;
  readonly gradient: Reals;
  readonly slots: readonly Reals[];
  readonly mask: Uint8Array | null;
  readonly decays: boolean;
}

/** Values or a slot of a block of parameters, and as they were before the update in work. */
interface Copied {
  readonly now: Reals;
  readonly before: Reals;
}

export class LearnedParameters {
  readonly #plan: Plan;
  readonly #rule: OptimizerRule;
  readonly #entries: readonly Learned[];
  readonly #isCopied: boolean;
  /** Of each block its values, then its slots; empty where they are not copied. */
  readonly #copied: readonly Copied[];
  readonly #held: Table<Uint8Array>;
  readonly #constrained: ConstrainedEntries | null;

  /**
   * @param moments state to continue with; slots that are missing start at zero
   * @param held entries that do not move (0), as the plan was told
   * @param constrained ranges and ties; null = none
   */
  constructor(
    plan: Plan,
    rule: OptimizerRule,
    moments: Table<Reals>,
    held: Table<Uint8Array> = {},
    constrained: ConstrainedEntries | null = null,
  ) {
    this.#constrained = constrained;
    this.#plan = plan;
    this.#rule = rule;
    this.#held = held;
    const count = [...plan.parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
    this.#isCopied = count <= MOST_COPIED;
    this.#entries = [...plan.parameters].map(([id, { gradient, ...parameter }]) => {
      if (!gradient) throw new Error('internal: training needs a plan with gradients');
      return { id, gradient, ...parameter };
    });
    this.#copied = this.#isCopied ? plan.blocks.flatMap(copiesOf) : [];
    this.setMoments(moments);
  }

  /** Replaces the optimizer's state; slots that are missing, or of another size, become zero. */
  setMoments(moments: Table<Reals>): void {
    const { slots: names } = this.#rule.of;
    for (const { id, slots } of this.#entries) {
      slots.forEach((slot, i) => {
        const kept = moments[`${names[i]}/${id}`];
        if (kept?.length === slot.length) slot.set(kept);
        else slot.fill(0);
      });
    }
  }

  /** Copies, by parameter id. */
  get values(): Table<Float64Array> {
    return this.#collect(({ data }) => Float64Array.from(data));
  }

  /** Copies, by parameter id; of what is tied, the gradient of the one number. */
  get gradients(): Table<Float64Array> {
    const found = this.#collect(({ gradient }) => Float64Array.from(gradient));
    this.#constrained?.spread((id) => found[id]);
    return found;
  }

  /** Copies, by `slot/parameter id`. */
  get moments(): Table<Float64Array> {
    const { slots: names } = this.#rule.of;
    return Object.fromEntries(
      this.#entries.flatMap(({ id, slots }) => slots.map((slot, i) => [`${names[i]}/${id}`, Float64Array.from(slot)])),
    );
  }

  /** After backward: a gradient that no update may use. */
  offendingGradient(): Offender | null {
    this.#constrained?.gather((id) => this.#plan.parameters.get(id)?.gradient ?? undefined);
    this.#plan.run('squares');
    const { gradientSquares } = this.#plan;
    if (Number.isFinite(gradientSquares) && (this.#isCopied || gradientSquares < LARGEST * LARGEST)) return null;
    return this.#offenderAmong(({ gradient }) => gradient);
  }

  /**
   * One optimizer update. Gradients are clipped first: each by value, then all by norm.
   *
   * @returns null, or what would have left the finite numbers; then nothing has changed
   */
  update(settings: StepSettings): Offender | null {
    if (!this.#isCopied) {
      this.#plan.run('sizes');
      const isSmall = this.#plan.parameterSquares < LARGEST * LARGEST;
      const offender = isSmall ? null : this.#offenderAmong(({ data }) => data);
      if (offender) return offender;
    }
    const copied = this.#copied;
    for (let i = 0; i < copied.length; i++) copied[i]!.before.set(copied[i]!.now);
    this.clip(settings);
    this.#rule.at(settings);
    this.#writeScalars(settings);
    this.#plan.run('update');
    const offender = this.#isCopied ? this.#offendingState() : null;
    if (offender) this.#restore();
    else this.settle();
    return offender;
  }

  /** Where `update` would put each parameter, without doing it. */
  preview(settings: StepSettings): Table<Float64Array> {
    const factor = this.#normFactor(settings);
    this.#rule.at(settings);
    const next = this.#collect(({ id, data, gradient, slots, mask, decays }) => {
      const moved = Float64Array.from(data);
      const clipped = Float64Array.from(gradient, (g) => clippedValue(g, settings.clipValue) * factor);
      const copies = slots.map((slot) => Float64Array.from(slot));
      this.#rule.run(moved, clipped, copies, decays);
      const held = this.#held[id];
      for (let i = 0; i < moved.length; i++) if (held?.[i] === 0 || mask?.[i] === 0) moved[i] = data[i]!;
      return moved;
    });
    this.#constrained?.settle((id) => next[id]);
    return next;
  }

  /** A part of `update`: brings gradients, each by value and then all by norm, down to what the settings allow. */
  clip(settings: Clipping): void {
    const { clipValue } = settings;
    const factor = this.#normFactor(settings);
    if (clipValue > 0) {
      for (const { gradient } of this.#entries) {
        for (let i = 0; i < gradient.length; i++) gradient[i] = clippedValue(gradient[i]!, clipValue);
      }
    }
    this.#plan.scalars[scalarPlaces.gradientFactor] = factor;
    if (factor !== 1) this.#plan.run('scale');
  }

  /** A part of `update`: values go back into their ranges, and what is tied follows. */
  settle(): void {
    this.#constrained?.settle((id) => this.#plan.parameters.get(id)?.data);
  }

  /** What brings the norm of all gradients, each clipped by value, down to `clipNorm`; 1 where it is below. */
  #normFactor({ clipNorm, clipValue }: Clipping): number {
    if (clipNorm <= 0) return 1;
    let squares = this.#plan.gradientSquares;
    if (clipValue > 0) {
      squares = 0;
      for (const { gradient } of this.#entries) {
        for (let i = 0; i < gradient.length; i++) {
          const clipped = clippedValue(gradient[i]!, clipValue);
          squares += clipped * clipped;
        }
      }
    }
    return Math.min(1, clipNorm / (Math.sqrt(squares) + CLIP_EPSILON));
  }

  #writeScalars({ step, optimizer }: StepSettings): void {
    const { scalars } = this.#plan;
    const { learningRate = 0, weightDecay = 0, l1 = 0, beta1 = 0, beta2 = 0, epsilon = 0, momentum = 0 } = optimizer;
    scalars[scalarPlaces.learningRate] = learningRate;
    scalars[scalarPlaces.weightDecay] = weightDecay;
    scalars[scalarPlaces.l1] = l1;
    scalars[scalarPlaces.beta1] = beta1;
    scalars[scalarPlaces.beta2] = beta2;
    scalars[scalarPlaces.beta1Rest] = 1 - beta1;
    scalars[scalarPlaces.beta2Rest] = 1 - beta2;
    scalars[scalarPlaces.epsilon] = epsilon;
    scalars[scalarPlaces.beta1Correction] = 1 / (1 - integerPower(beta1, step));
    scalars[scalarPlaces.beta2Correction] = 1 / (1 - integerPower(beta2, step));
    scalars[scalarPlaces.momentum] = momentum;
  }

  #offenderAmong(pick: (entry: Learned) => Reals): Offender | null {
    const limit = this.#isCopied ? Number.MAX_VALUE : LARGEST;
    for (const entry of this.#entries) {
      const values = pick(entry);
      for (let i = 0; i < values.length; i++) {
        if (!(Math.abs(values[i]!) <= limit)) return { id: entry.id, value: values[i]! };
      }
    }
    return null;
  }

  #offendingState(): Offender | null {
    if (this.#copied.every(({ now }) => firstNonFinite(now) === undefined)) return null;
    for (const { id, data, slots } of this.#entries) {
      for (const numbers of [data, ...slots]) {
        const value = firstNonFinite(numbers);
        if (value !== undefined) return { id, value };
      }
    }
    return null;
  }

  #restore(): void {
    for (const { now, before } of this.#copied) now.set(before);
  }

  #collect(read: (entry: Learned) => Float64Array): Table<Float64Array> {
    return Object.fromEntries(this.#entries.map((entry) => [entry.id, read(entry)]));
  }
}

const copiesOf = ({ values, slots }: PlanBlock): Copied[] =>
  [values, ...slots].map((now) => ({ now, before: now.slice() }));

const clippedValue = (gradient: number, largest: number): number =>
  largest > 0 ? Math.max(-largest, Math.min(largest, gradient)) : gradient;
