/**
 * Runs what a golden file holds of small networks by the code generated for each: gradients, trained parameters, optimizer state
 * and losses against PyTorch's, and every bit of the parameters against the plan's.
 */
import { compileSmallNetwork } from '../engine/generated/compile-small-network.ts';
import { smallGraphOf, type SmallGraph } from '../engine/generated/small-graph.ts';
import type { SmallNetwork } from '../engine/generated/small-network.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { losses } from '../nn/losses/registry.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import type { Reals } from '../tensor/reals.ts';
import { aroundUpdates } from '../training/around-updates.ts';
import { fingerprint } from '../training/fingerprint.ts';
import { PlanExchange, valuesOf } from '../training/plan-exchange.ts';
import { differenceOf, DOUBLE, widestOf, type FileReport } from './compare.ts';
import { Spreads } from './conditioning.ts';
import { flat, type GoldenCase, type GoldenFile, type Nested, type Snapshots } from './golden-file.ts';
import { isOutside, judged, type Comparison } from './judge.ts';
import { modelOf, type ParityModel } from './models.ts';
import { exactRun, prepare, spreadOfRun } from './runs.ts';
import { optimizerNamed, slotNamed, type NamedOptimizer } from './torch-names.ts';

/** For people, as the name of a set of kernels. */
export const GENERATED = 'generated code float64';

/**
 * @param spreads what is known of this file's runs from sets of kernels
 * @returns null for a file without a network that code is generated for
 */
export function compareGenerated(file: GoldenFile, spreads = new Spreads()): FileReport | null {
  const report = new GeneratedReport(file, spreads);
  for (const example of file.cases ?? (file.forward ? [file] : [])) report.example(example);
  return report.comparisons.length > 0 ? report : null;
}

/** Where each parameter's numbers are in the program's arrays. */
type Named = (id: string, entries: Float64Array) => Float64Array;

class GeneratedReport implements FileReport {
  readonly comparisons: Comparison[] = [];
  readonly skipped: string[] = [];
  readonly illConditioned = 0;
  readonly #file: GoldenFile;
  readonly #seen: Record<string, Float64Array> = {};
  readonly #spreads: Spreads;

  constructor(file: GoldenFile, spreads: Spreads) {
    this.#file = file;
    this.#spreads = spreads;
  }

  get digest(): string {
    return fingerprint(this.#seen);
  }

  example(example: GoldenCase): void {
    const found = modelOf(this.#file, example);
    if (!found) return; // said by the other sets
    const { nodes, inputs, output, parameters, objective } = found;
    const graph = { nodes, inputs, outputs: [output], parameters };
    const small = smallGraphOf(graph);
    if (!small) return;
    const model = objective.kind === 'classes' ? withShares(found) : found;
    const title = [example.name ?? this.#file.name, example.activation, example.loss_name].filter(Boolean).join(' ');
    const loss = objective.kind === 'classes' ? losses.softmaxCrossEntropy : (objective.loss as Loss);
    const run = { title, found, model, small, loss, grad: example.grad ?? {} };
    this.#trained(run, example.after ?? {}, 0);
    const { clipped } = this.#file;
    if (clipped && example === this.#file)
      this.#trained({ ...run, title: `${title} clipped` }, clipped.after, clipped.max_norm);
  }

  #trained(run: Run, after: Snapshots, clipNorm: number): void {
    for (const [torchName, snapshots] of Object.entries(after)) {
      const torch = this.#file.torch_optim[torchName];
      const chosen = torch && optimizerNamed(torch);
      if (chosen) this.#optimized({ ...run, title: `${run.title} ${torchName}` }, chosen, snapshots, clipNorm);
      else this.skipped.push(`${run.title} ${torchName}: an optimizer that is not known`);
    }
  }

  #optimized(run: Run, chosen: NamedOptimizer, snapshots: Snapshots[string], clipNorm: number): void {
    const { model, small, title } = run;
    const { settings, name } = chosen;
    const { plan, learned } = prepare(model, portable64, name);
    const exchange = new PlanExchange(plan, small.starts);
    const program = compileSmallNetwork(networkOf(run, name, tableOf(model, plan)));
    if (!program) {
      this.skipped.push(`${title}: no code could be generated`);
      return;
    }
    exchange.fromPlan(valuesOf, program.values);
    const around = aroundUpdates({
      program,
      exchange,
      learned,
      settings: { clipNorm, clipValue: 0 },
      isConstrained: false,
    });
    const order = Uint32Array.from({ length: model.examples }, (_, i) => i);
    /** One update by the program. @returns the loss before it */
    const advance = (step: number): number => {
      const loss = new Float64Array(1);
      const [starts, ends] = [Uint32Array.of(0), Uint32Array.of(model.examples)];
      program.train({ count: 1, order, starts, ends, firstStep: step, settings, learningRates: null, around }, loss);
      return loss[0]!;
    };
    const named: Named = (id, entries) => {
      const start = small.starts.get(id)!;
      return entries.slice(start, start + plan.parameters.get(id)!.data.length);
    };
    const tolerance = name === 'rmspropCentred' ? DOUBLE.centred : DOUBLE.trained;
    const last = Math.max(...Object.keys(snapshots).map(Number));
    const plain = prepare(model, portable64, name);
    const first = this.comparisons.length;
    for (let step = 1; step <= last + 1; step++) {
      const before = snapshots[`${step - 1}`];
      const loss = advance(step);
      if (before) this.#add(`${title} step ${step - 1} loss`, Float64Array.of(loss), [before.loss], tolerance);
      if (step === 1 && clipNorm === 0) this.#gradients(run, (id) => named(id, program.gradients));
      plain.plan.runThrough('forward', 'backward');
      plain.plan.run('squares');
      plain.learned.update({ step, optimizer: settings, clipNorm, clipValue: 0 });
      const snapshot = snapshots[`${step}`];
      if (!snapshot) continue;
      const label = `${title} step ${step}`;
      for (const [id, value] of Object.entries(snapshot.params)) {
        const ours = named(id, program.values);
        this.#add(`${label} ${id}`, ours, flat(value), tolerance);
        this.#same(`${label} ${id}, the plan's bits`, ours, plain.plan.parameters.get(id)!.data);
      }
      const slots = optimizers[name].slots;
      this.#state(label, snapshot.state ?? {}, tolerance, (slot, id) => {
        const which = slots.indexOf(slot);
        return which < 0 ? null : named(id, program.slots[which]!);
      });
    }
    this.#judge(first, title, snapshots, (label, count, params) =>
      spreadOfRun(this.#spreads, 'float64', label, () => exactRun(run.found, chosen, clipNorm), count, params),
    );
  }

  /** The run's comparisons, which begin at `first`, by what rounding does to it: a snapshot's loss is only known a step later. */
  #judge(first: number, title: string, snapshots: Snapshots[string], spreadAt: SpreadAt): void {
    const left = this.comparisons.splice(first);
    let isUsual = true;
    for (const [step, { params }] of Object.entries(snapshots).sort(([a], [b]) => Number(a) - Number(b))) {
      const label = `${title} step ${step}`;
      const own = left.filter(({ what }) => what.startsWith(`${label} `));
      const spreads = (): number[] => own.map(() => spreadAt(label, Number(step), params));
      this.comparisons.push(...judged(own, spreads, widestOf(Number(step), isUsual)));
      isUsual &&= !own.some(isOutside);
    }
    this.comparisons.push(...left.filter(({ what }) => !what.startsWith(`${title} step `)));
  }

  #gradients({ title, grad }: Run, ofParameter: (id: string) => Float64Array): void {
    for (const [id, value] of Object.entries(grad)) {
      this.#add(`${title} gradient of ${id}`, ofParameter(id), flat(value), DOUBLE.forward);
    }
  }

  #state(
    label: string,
    state: Record<string, Record<string, Nested>>,
    tolerance: number,
    read: (slot: string, id: string) => Float64Array | null,
  ): void {
    for (const [id, slots] of Object.entries(state)) {
      for (const [torchSlot, value] of Object.entries(slots)) {
        const slot = slotNamed(torchSlot);
        const ours = slot === null ? null : read(slot, id);
        if (ours) this.#add(`${label} ${torchSlot} of ${id}`, ours, flat(value), tolerance);
        else if (torchSlot !== 'step') this.skipped.push(`${label} ${torchSlot} of ${id}: no such state`);
      }
    }
  }

  #add(what: string, ours: Float64Array, golden: readonly number[], tolerance: number): void {
    this.#seen[`${this.comparisons.length} ${what}`] = ours;
    this.comparisons.push({ what, difference: differenceOf(ours, golden), tolerance });
  }

  #same(what: string, ours: Float64Array, plans: Reals): void {
    const isSame = ours.every((value, i) => Object.is(value, plans[i]));
    this.comparisons.push({ what, difference: isSame ? 0 : Infinity, tolerance: Number.MIN_VALUE });
  }
}

type SpreadAt = (label: string, steps: number, params: Record<string, Nested>) => number;

interface Run {
  readonly title: string;
  /** As the file has it; `model` is the same in plain numbers. */
  readonly found: ParityModel;
  readonly model: ParityModel;
  readonly small: SmallGraph;
  readonly loss: Loss;
  readonly grad: Record<string, Nested>;
}

const networkOf = (
  { model, small: { inputCount, units, outputs, parameterCount }, loss }: Run,
  optimizer: NamedOptimizer['name'],
  table: SmallNetwork['table'],
): SmallNetwork => ({
  ...{ inputCount, units, outputs, parameterCount, loss, table },
  optimizer: optimizers[optimizer],
  held: null,
  largestBatch: model.examples,
});

/** The same with a share for each class in place of a class: a network of plain numbers is trained by these. */
function withShares(model: ParityModel): ParityModel {
  const { plan: byClass } = prepare(model, portable64, 'sgd');
  return {
    ...model,
    objective: { kind: 'rows', loss: losses.softmaxCrossEntropy },
    feed: (plan) => {
      for (const id of model.inputs) plan.dataOf(id).set(byClass.dataOf(id));
      byClass.targets.forEach((target, row) => (plan.targets[row * plan.outputCount + target] = 1));
    },
  };
}

/** The one batch, as the plan was fed it. */
function tableOf(
  { inputs, examples }: ParityModel,
  plan: { dataOf: (node: string) => Reals; targets: Reals | Int32Array },
) {
  const columns = inputs.map((id) => plan.dataOf(id));
  const rows = Array.from({ length: examples }, (_, row) =>
    columns.flatMap((values) => {
      const width = values.length / examples;
      return Array.from(values.subarray(row * width, (row + 1) * width));
    }),
  );
  return { inputs: Float64Array.from(rows.flat()), targets: Float64Array.from(plan.targets) };
}
