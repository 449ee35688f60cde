/**
 * One network in training: takes the next batch, computes forward, the loss, backward, and updates every parameter, each of
 * the four a possible stopping place. Nothing but the seed and the data decides what happens.
 */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { RunPosition, Table, TrainingSettings } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import { losses } from '../nn/losses/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { firstPlace, nextBatch, type Batch, type EpochPlace } from './batches.ts';
import type { BatchView, Evaluation, Phase } from './frame.ts';
import { gatherRows, Measure } from './measure.ts';
import { firstNonFinite, NonFiniteError } from './non-finite.ts';

export interface TrainerSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly settings: TrainingSettings;
  readonly parameters: Table<Float64Array>;
  /** Where to continue from; null = step 0. */
  readonly position: RunPosition | null;
}

/** Beyond this step whole splits are measured at most every tenth step. */
const MEASURE_EVERY_STEP_UNTIL = 100;

interface Trained {
  readonly id: string;
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly slots: Float64Array[];
}

export class Trainer {
  readonly #network: Network;
  readonly #data: PreparedData;
  readonly #trainingInputs: Float64Array;
  readonly #trainingTargets: Float64Array;
  readonly #validationInputs: Float64Array;
  readonly #validationTargets: Float64Array;
  #settings: TrainingSettings;
  #optimizer: Optimizer;
  #loss: Loss;
  #measure: Measure;
  #plan: Plan;
  #trained: Trained[] = [];
  #outputs: Float64Array;
  #outputGradients: Float64Array;
  #targets: Float64Array;
  #inputs: Float64Array;
  #place: EpochPlace;
  #step: number;
  #phase: Phase = 'ready';
  #batch: Batch | null = null;
  #batchLoss = 0;
  #takenLosses: number[] = [];
  #takenEvaluations: Evaluation[] = [];

  constructor({ network, data, settings, parameters, position }: TrainerSetup) {
    if (data.trainingRows.length === 0) throw new RangeError('internal: there are no training rows');
    this.#network = network;
    this.#data = data;
    this.#settings = settings;
    this.#optimizer = optimizers[settings.optimizer];
    this.#loss = losses[settings.loss];
    this.#measure = new Measure(network, data, this.#loss);
    const { inputs, targets } = data;
    this.#trainingInputs = gatherRows(data.inputValues, inputs.length, data.trainingRows);
    this.#trainingTargets = gatherRows(data.targetValues, targets.length, data.trainingRows);
    this.#validationInputs = gatherRows(data.inputValues, inputs.length, data.validationRows);
    this.#validationTargets = gatherRows(data.targetValues, targets.length, data.validationRows);
    const rows = this.#batchRows;
    this.#plan = new Plan(network, rows, true);
    this.#plan.setParameters(parameters);
    this.#inputs = new Float64Array(rows * inputs.length);
    this.#targets = new Float64Array(rows * targets.length);
    this.#outputs = new Float64Array(rows * targets.length);
    this.#outputGradients = new Float64Array(rows * targets.length);
    this.#step = position?.step ?? 0;
    this.#place =
      position && position.order.length === data.trainingRows.length
        ? { epoch: position.epoch, cursor: position.cursor, order: position.order, random: position.random }
        : firstPlace(data.trainingRows.length, settings.batchSize, settings.seed);
    this.#bindParameters(position?.moments ?? {});
    if (this.#step === 0) this.#evaluate();
  }

  /** How much of the current step has been done. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Optimizer updates done. */
  get stepsDone(): number {
    return this.#step;
  }

  get position(): RunPosition {
    const moments: Record<string, Float64Array> = {};
    for (const { id, slots } of this.#trained) {
      slots.forEach((slot, i) => (moments[`${this.#optimizer.slots[i]}/${id}`] = Float64Array.from(slot)));
    }
    const { epoch, cursor, order, random } = this.#place;
    return {
      step: this.#step,
      epoch,
      cursor,
      order: Uint32Array.from(order),
      random: Uint32Array.from(random),
      moments,
    };
  }

  get parameters(): Table<Float64Array> {
    return Object.fromEntries(this.#trained.map(({ id, values }) => [id, Float64Array.from(values)]));
  }

  /** Does exactly the next of forward, loss, backward, update. @returns what has been done of the current step since */
  advance(): Phase {
    if (this.#phase === 'ready') this.#forward();
    else if (this.#phase === 'forward') this.#computeLoss();
    else if (this.#phase === 'loss') this.#backward();
    else this.#update();
    return this.#phase;
  }

  /**
   * Finishes the current step: exactly one optimizer update.
   *
   * @throws NonFiniteError when a number left the finite ones; the step is undone, all that was before it is as before
   */
  step(): void {
    do this.advance();
    while (this.#phase !== 'ready');
  }

  /** Replaces whole parameters; what has been done of the current step is dropped, since it no longer holds. */
  setParameters(parameters: Table<Float64Array>): void {
    for (const { id, values } of this.#trained) {
      const wanted = parameters[id];
      if (wanted?.length === values.length) values.set(wanted);
    }
    this.#phase = 'ready';
  }

  /** Other settings from the next step on; optimizer state that still makes sense is kept. */
  configure(settings: TrainingSettings): void {
    const { moments } = this.position;
    const parameters = this.parameters;
    const isOtherBatch = settings.batchSize !== this.#settings.batchSize;
    this.#settings = settings;
    this.#optimizer = optimizers[settings.optimizer];
    this.#loss = losses[settings.loss];
    this.#measure = new Measure(this.#network, this.#data, this.#loss);
    if (isOtherBatch) {
      const rows = this.#batchRows;
      const { inputs, targets } = this.#data;
      this.#plan = new Plan(this.#network, rows, true);
      this.#plan.setParameters(parameters);
      this.#inputs = new Float64Array(rows * inputs.length);
      this.#targets = new Float64Array(rows * targets.length);
      this.#outputs = new Float64Array(rows * targets.length);
      this.#outputGradients = new Float64Array(rows * targets.length);
    }
    this.#bindParameters(moments);
    this.#phase = 'ready';
  }

  /** Losses of the steps since the last call, in order. */
  takeLosses(): Float64Array {
    const taken = Float64Array.from(this.#takenLosses);
    this.#takenLosses = [];
    return taken;
  }

  takeEvaluations(): Evaluation[] {
    const taken = this.#takenEvaluations;
    this.#takenEvaluations = [];
    return taken;
  }

  /** What the batch in work did so far; null between steps. */
  batchView(): BatchView | null {
    if (this.#phase === 'ready' || !this.#batch) return null;
    const { indices } = this.#batch;
    const hasGradients = this.#phase === 'backward';
    return {
      rows: indices.map((index) => this.#data.trainingRows[index]!),
      activations: Object.fromEntries(
        this.#network.layers.map(({ id, layer }) => [
          id,
          columnMeans(this.#plan.outputOf(id), indices.length, layer.size),
        ]),
      ),
      loss: this.#phase === 'forward' ? null : this.#batchLoss,
      gradients: hasGradients
        ? Object.fromEntries(this.#trained.map(({ id, gradient }) => [id, Float64Array.from(gradient)]))
        : null,
      next: hasGradients ? this.#nextValues() : null,
    };
  }

  get #batchRows(): number {
    return Math.min(this.#settings.batchSize, this.#data.trainingRows.length);
  }

  get #rate(): number {
    return this.#settings.optimizerSettings['learningRate'] ?? 0;
  }

  #bindParameters(moments: Table<Float64Array>): void {
    this.#trained = this.#network.parameters.map(({ id }) => {
      const { data, gradient } = this.#plan.parameters.get(id)!;
      const slots = this.#optimizer.slots.map((slot) => {
        const kept = moments[`${slot}/${id}`];
        return kept?.length === data.length ? Float64Array.from(kept) : new Float64Array(data.length);
      });
      return { id, values: data, gradient: gradient!, slots };
    });
  }

  #forward(): void {
    this.#batch = nextBatch(this.#place, this.#settings.batchSize);
    const { indices } = this.#batch;
    const inputWidth = this.#data.inputs.length;
    const targetWidth = this.#data.targets.length;
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]!;
      for (let i = 0; i < inputWidth; i++) {
        this.#inputs[row * inputWidth + i] = this.#trainingInputs[from * inputWidth + i]!;
      }
      for (let i = 0; i < targetWidth; i++) {
        this.#targets[row * targetWidth + i] = this.#trainingTargets[from * targetWidth + i]!;
      }
    }
    this.#plan.setInputs(this.#inputs, indices.length);
    this.#plan.forward(indices.length);
    this.#plan.readOutputs(this.#outputs, indices.length);
    this.#phase = 'forward';
  }

  #computeLoss(): void {
    const rows = this.#batch!.indices.length;
    this.#batchLoss = this.#loss.forward(this.#outputs, this.#targets, rows, this.#data.targets.length);
    if (!Number.isFinite(this.#batchLoss)) this.#refuse('Loss', this.#batchLoss);
    this.#phase = 'loss';
  }

  #backward(): void {
    const rows = this.#batch!.indices.length;
    this.#loss.backward(this.#outputs, this.#targets, rows, this.#data.targets.length, this.#outputGradients);
    this.#plan.setOutputGradients(this.#outputGradients, rows);
    this.#plan.backward(rows);
    for (const { id, gradient } of this.#trained) {
      const bad = firstNonFinite(gradient);
      if (bad !== undefined) this.#refuse(`The gradient of ${this.#nameOf(id)}`, bad);
    }
    this.#phase = 'backward';
  }

  #update(): void {
    const before = this.#trained.map(({ values, slots }) => ({
      values: values.slice(),
      slots: slots.map((s) => s.slice()),
    }));
    for (const { values, gradient, slots } of this.#trained) {
      this.#optimizer.update(values, gradient, slots, this.#step + 1, this.#settings.optimizerSettings);
    }
    this.#keepUndrawnEdgesAtZero();
    for (const { id, values } of this.#trained) {
      const bad = firstNonFinite(values);
      if (bad === undefined) continue;
      this.#trained.forEach((entry, i) => {
        entry.values.set(before[i]!.values);
        entry.slots.forEach((slot, j) => slot.set(before[i]!.slots[j]!));
      });
      this.#refuse(this.#nameOf(id), bad);
    }
    this.#step++;
    this.#place = this.#batch!.after;
    this.#takenLosses.push(this.#batchLoss);
    this.#phase = 'ready';
    this.#batch = null;
    if (this.#isMeasuringStep()) this.#evaluate();
  }

  #keepUndrawnEdgesAtZero(): void {
    for (const { incoming } of this.#network.layers) {
      for (const { weightId, mask } of incoming) {
        if (!mask) continue;
        const values = this.#plan.parameters.get(weightId)!.data;
        for (let i = 0; i < mask.length; i++) if (mask[i] === 0) values[i] = 0;
      }
    }
  }

  /** After each epoch; and, where an epoch is only a few steps, not more often than every tenth step later on. */
  #isMeasuringStep(): boolean {
    const epoch = Math.max(1, Math.ceil(this.#data.trainingRows.length / this.#settings.batchSize));
    const interval = this.#step <= MEASURE_EVERY_STEP_UNTIL ? epoch : epoch * Math.ceil(10 / epoch);
    return this.#step % interval === 0;
  }

  #evaluate(): void {
    const { parameters } = this;
    const { trainingRows, validationRows } = this.#data;
    const training = this.#measure.over(parameters, this.#trainingInputs, this.#trainingTargets, trainingRows.length);
    const validation = this.#measure.over(
      parameters,
      this.#validationInputs,
      this.#validationTargets,
      validationRows.length,
    );
    this.#takenEvaluations.push({
      step: this.#step,
      trainingLoss: training!.loss,
      validationLoss: validation?.loss ?? null,
      trainingAccuracy: training!.accuracy,
      validationAccuracy: validation?.accuracy ?? null,
    });
  }

  #nextValues(): Table<Float64Array> {
    const next = this.#trained.map(({ id, values, gradient, slots }): [string, Float64Array] => {
      const moved = values.slice();
      const copies = slots.map((slot) => slot.slice());
      this.#optimizer.update(moved, gradient, copies, this.#step + 1, this.#settings.optimizerSettings);
      return [id, moved];
    });
    return Object.fromEntries(next);
  }

  #refuse(what: string, value: number): never {
    this.#phase = 'ready';
    this.#batch = null;
    throw new NonFiniteError(what, value, this.#step + 1, this.#rate);
  }

  /** `the bias of "h1"`, for a message. */
  #nameOf(parameterId: string): string {
    for (const { layer, incoming, biasId } of this.#network.layers) {
      if (biasId === parameterId) return `the bias of "${layer.name}"`;
      const connection = incoming.find(({ weightId }) => weightId === parameterId);
      if (!connection) continue;
      const source = this.#network.layers.find(({ id }) => id === connection.source);
      return `a weight from "${source?.layer.name}" to "${layer.name}"`;
    }
    return parameterId;
  }
}

function columnMeans(values: Float64Array, rows: number, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let row = 0; row < rows; row++) for (let i = 0; i < width; i++) means[i]! += values[row * width + i]! / rows;
  return means;
}
