/** Runs a golden file on one set of kernels and says how far every number lies from PyTorch's. */
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import type { Plan } from '../engine/plan.ts';
import type { Reals } from '../tensor/reals.ts';
import { fingerprint } from '../training/fingerprint.ts';
import {
  flat,
  type Float32Differences,
  type GoldenCase,
  type GoldenFile,
  type Nested,
  type Snapshots,
} from './golden-file.ts';
import { ILL_CONDITIONED, ROUNDING, Spreads, spreadOfValues } from './conditioning.ts';
import { modelOf, type ParityModel } from './models.ts';
import { isOutside, judged, WIDEST, type Comparison } from './judge.ts';
import { piecesOf } from './pieces.ts';
import { exactRun, prepare, softmaxOf, spreadOfRun, updateBy } from './runs.ts';
import { optimizerNamed, slotNamed } from './torch-names.ts';

export interface FileReport {
  readonly comparisons: readonly Comparison[];
  /** What the file holds that could not be run, with the reason. */
  readonly skipped: readonly string[];
  /** Later snapshots of runs that float32 rounding alone carries away, measured beforehand: not compared in float32. */
  readonly illConditioned: number;
  /** SHA-256 of every number that was computed: equal where all bits are. */
  readonly digest: string;
}

/** In float64: forward and gradients, parameters after training, and the same where near equals are subtracted. */
export const DOUBLE = { forward: 1e-10, trained: 1e-9, centred: 1e-8 };
/**
 * In float32: values and gradients, parameters up to step 5 and later; or as far as PyTorch's own float32 lies from its
 * float64, where that is farther.
 */
const SINGLE = { forward: 6e-7, early: 1.4e-6, late: 1e-5 };
/** Steps up to which every run is compared, however ill-conditioned. */
export const EARLY = 5;

/** @param spreads what is known of this file's runs from other sets of kernels */
export function compareFile(file: GoldenFile, kernels: KernelSet, spreads = new Spreads()): FileReport {
  const report = new Report(file, kernels, spreads);
  if (file.functions || file.layernorm || file.attention) report.pieces();
  const cases = file.cases ?? (file.forward ? [file] : []);
  for (const example of cases) report.example(example);
  return report;
}

class Report implements FileReport {
  readonly comparisons: Comparison[] = [];
  readonly skipped: string[] = [];
  illConditioned = 0;
  readonly #seen: Record<string, Float64Array> = {};
  readonly #file: GoldenFile;
  readonly #kernels: KernelSet;
  readonly #isDouble: boolean;
  readonly #spreads: Spreads;

  constructor(file: GoldenFile, kernels: KernelSet, spreads: Spreads) {
    this.#file = file;
    this.#kernels = kernels;
    this.#spreads = spreads;
    this.#isDouble = kernels.precision === 'float64';
  }

  get digest(): string {
    return fingerprint(this.#seen);
  }

  pieces(): void {
    const { runs, unknown } = piecesOf(this.#file);
    for (const { start, values } of runs) {
      const plan = start(this.#kernels);
      plan.runThrough('forward', 'backward');
      const first = this.comparisons.length;
      for (const { what, read, golden } of values) this.#add(what, read(plan), golden, this.#forwardTolerance(0));
      this.#judgeOnce(
        first,
        () => start(portable64),
        values.map(({ read }) => read),
      );
    }
    for (const name of unknown) this.skipped.push(`function ${name}: not known`);
  }

  example(example: GoldenCase): void {
    const title = [example.name ?? this.#file.name, example.activation, example.loss_name].filter(Boolean).join(' ');
    const model = modelOf(this.#file, example);
    if (!model) {
      this.skipped.push(`${title || 'a case'}: a kind of network, activation or loss that is not known`);
      return;
    }
    this.#once(title, model, example);
    this.#trained(title, model, example.after ?? {}, example.f32_max_abs_diff, 0);
    const { clipped } = this.#file;
    if (clipped && example === this.#file) {
      this.#trained(`${title} clipped`, model, clipped.after, clipped.f32_max_abs_diff, clipped.max_norm);
    }
  }

  /** Values, loss and gradients at the start. */
  #once(title: string, model: ParityModel, example: GoldenCase): void {
    const { plan } = prepare(model, this.#kernels, 'sgd');
    plan.runThrough('forward', 'backward');
    const tolerance = this.#forwardTolerance(example.f32_max_abs_diff?.grad ?? 0);
    const first = this.comparisons.length;
    const reads: ((plan: Plan) => Reals)[] = [];
    const compare = (what: string, read: (plan: Plan) => Reals, golden: readonly number[]): void => {
      reads.push(read);
      this.#add(`${title} ${what}`, read(plan), golden, tolerance);
    };
    for (const [name, value] of Object.entries(example.forward ?? {})) {
      const read = model.forward[name] ?? (name === 'softmax' ? softmaxOf(flat(value).length) : undefined);
      if (read) compare(name, read, flat(value));
      else this.skipped.push(`${title} ${name}: no such value`);
    }
    compare('loss', ({ loss }) => Float64Array.of(loss), [example.loss ?? NaN]);
    for (const [name, value] of Object.entries(example.grad ?? {})) {
      compare(`gradient of ${name}`, ({ parameters }) => parameters.get(name)!.gradient!, flat(value));
    }
    this.#judgeOnce(first, () => prepare(model, portable64, 'sgd').plan, reads);
  }

  /** What one run forward and backward gave, from `first` on, by what rounding does to it. */
  #judgeOnce(first: number, exact: () => Plan, reads: readonly ((plan: Plan) => Reals)[]): void {
    const spreads = (): readonly number[] =>
      spreadOfValues(exact, (plan) => reads.map((read) => read(plan)), ROUNDING[this.#kernels.precision]);
    const widest = this.#isDouble ? WIDEST.exact : WIDEST.float32;
    this.comparisons.push(...judged(this.comparisons.splice(first), spreads, widest));
  }

  #trained(
    title: string,
    model: ParityModel,
    after: Snapshots,
    float32: Float32Differences | undefined,
    clipNorm: number,
  ): void {
    for (const [torchName, snapshots] of Object.entries(after)) {
      const torch = this.#file.torch_optim[torchName];
      const chosen = torch && optimizerNamed(torch);
      if (!chosen) {
        this.skipped.push(`${title} ${torchName}: an optimizer that is not known`);
        continue;
      }
      const { plan, learned } = prepare(model, this.#kernels, chosen.name);
      const update = updateBy(plan, learned, chosen, clipNorm);
      let step = 0;
      let isUsual = true;
      for (const count of Object.keys(snapshots)
        .map(Number)
        .sort((a, b) => a - b)) {
        while (step < count) {
          step++;
          update(step);
        }
        const { params, state, loss } = snapshots[`${count}`]!;
        const label = `${title} ${torchName} step ${count}`;
        const spread = (): number =>
          spreadOfRun(
            this.#spreads,
            this.#kernels.precision,
            label,
            () => exactRun(model, chosen, clipNorm),
            count,
            params,
          );
        if (!this.#isDouble && count > EARLY && spread() > ILL_CONDITIONED) {
          this.illConditioned++;
          continue;
        }
        const theirs = float32?.params_after?.[torchName]?.[`${count}`] ?? 0;
        const first = this.comparisons.length;
        const tolerance = this.#trainedTolerance(chosen.name, count, theirs);
        plan.runThrough('forward', 'loss');
        this.#add(`${label} loss`, Float64Array.of(plan.loss), [loss], tolerance);
        const values = learned.values;
        for (const [name, value] of Object.entries(params)) {
          this.#add(`${label} ${name}`, values[name]!, flat(value), tolerance);
        }
        if (state) this.#state(label, learned.moments, state, tolerance, chosen.settings['learningRate'] ?? 1);
        const found = this.comparisons.splice(first);
        const widest = this.#isDouble ? widestOf(count, isUsual) : WIDEST.float32;
        this.comparisons.push(...judged(found, () => found.map(spread), widest, tolerance));
        isUsual &&= !found.some(isOutside);
      }
    }
  }

  #state(
    label: string,
    moments: Readonly<Record<string, Reals>>,
    state: Record<string, Record<string, Nested>>,
    tolerance: number,
    learningRate: number,
  ): void {
    for (const [name, slots] of Object.entries(state)) {
      for (const [torchSlot, value] of Object.entries(slots)) {
        const slot = slotNamed(torchSlot);
        const ours = slot === null ? undefined : moments[`${slot}/${name}`];
        // A velocity is what the learning rate multiplies: its error is that of the parameters over the rate.
        const own = slot === 'velocity' && !this.#isDouble ? tolerance / learningRate : tolerance;
        if (ours) this.#add(`${label} ${torchSlot} of ${name}`, ours, flat(value), own);
        else if (torchSlot !== 'step') this.skipped.push(`${label} ${torchSlot} of ${name}: no such state`);
      }
    }
  }

  #forwardTolerance(theirs: number): number {
    return this.#isDouble ? DOUBLE.forward : Math.max(SINGLE.forward, theirs);
  }

  #trainedTolerance(optimizer: string, step: number, theirs: number): number {
    if (this.#isDouble) return optimizer === 'rmspropCentred' ? DOUBLE.centred : DOUBLE.trained;
    return Math.max(step > EARLY ? SINGLE.late : SINGLE.early, theirs);
  }

  #add(what: string, ours: Reals, golden: readonly number[], tolerance: number): void {
    const difference = differenceOf(ours, golden);
    this.#seen[`${this.comparisons.length} ${what}`] = Float64Array.from(ours);
    this.comparisons.push({ what, difference, tolerance });
  }
}

/** Largest |ours - PyTorch's|, where numbers beyond 1 count relative to their size. */
export function differenceOf(ours: Reals, golden: readonly number[]): number {
  let difference = ours.length === golden.length ? 0 : Infinity;
  golden.forEach((value, i) => {
    if (Number.isNaN(value)) return; // not comparable: see the format
    const away = Math.abs(value - ours[i]!) / Math.max(1, Math.abs(value));
    difference = Math.max(difference, Number.isNaN(away) ? Infinity : away);
  });
  return difference;
}

/** Of a snapshot in float64. @param isUsual whether the run's earlier ones are within the usual tolerance */
export const widestOf = (step: number, isUsual: boolean): number =>
  step > EARLY && isUsual ? WIDEST.exactLate : WIDEST.exact;
