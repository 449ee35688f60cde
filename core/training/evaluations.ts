/**
 * The measurements of a run: how, on which kernels, and those that nobody has taken yet. The first one of a text may be made in
 * turns, so that a large model need not be measured before its first step.
 */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Steps } from '../text/steps.ts';
import type { Evaluation } from './frame.ts';
import { Measure } from './measure.ts';
import { TextMeasure, WINDOWS_ASKED } from './text-measure.ts';

/** A measurement that is not done yet, of the parameters of its step. */
interface Unfinished {
  readonly parameters: Table<Float64Array>;
  readonly step: number;
  /** null = it has to begin, again where something else was measured meanwhile. */
  turns: Steps<void, Evaluation> | null;
}

export class Evaluations {
  readonly #network: Network;
  readonly #data: PreparedData;
  #measure: Measure | TextMeasure;
  #made: Evaluation[] = [];
  #unfinished: Unfinished | null = null;

  constructor(network: Network, data: PreparedData, loss: Loss, kernels: KernelSet) {
    this.#network = network;
    this.#data = data;
    this.#measure = this.#measureBy(loss, kernels);
  }

  /** Another loss from now on; a text has its own. */
  set loss(loss: Loss) {
    if (this.#measure instanceof Measure) this.#measure.loss = loss;
  }

  /** Other kernels from now on. */
  moveTo(loss: Loss, kernels: KernelSet): void {
    this.#measure = this.#measureBy(loss, kernels);
    this.#beginAgain();
  }

  /** Both splits, kept for `take`. */
  make(parameters: Table<Float64Array>, step: number): void {
    this.#made.push(this.of(parameters, step));
  }

  /** As `make`, but turn by turn where the data is a text. */
  makeInTurns(parameters: Table<Float64Array>, step: number): void {
    if (this.#measure instanceof TextMeasure) this.#unfinished = { parameters, step, turns: null };
    else this.make(parameters, step);
  }

  get isUnfinished(): boolean {
    return this.#unfinished !== null;
  }

  /** A turn of what is unfinished. */
  goOn(): void {
    const unfinished = this.#unfinished;
    if (!unfinished || !(this.#measure instanceof TextMeasure)) return;
    unfinished.turns ??= this.#measure.bothInTurns(unfinished.parameters, unfinished.step);
    const { done, value } = unfinished.turns.next();
    if (done !== true) return;
    this.#unfinished = null;
    this.#made.push(value);
  }

  /** Those since the last call. */
  take(): Evaluation[] {
    const taken = this.#made;
    this.#made = [];
    return taken;
  }

  /** Both splits, for the asker alone. @param windows most of each split, where it is a text */
  of(parameters: Table<Float64Array>, step: number, windows?: number): Evaluation {
    this.#beginAgain();
    return this.#measure.both(parameters, step, windows);
  }

  /** The loss over all training examples, of a text over a fixed sample. */
  trainingLoss(parameters: Table<Float64Array>, step: number): number {
    this.#beginAgain();
    if (this.#measure instanceof TextMeasure) return this.#measure.trainingLoss(parameters, WINDOWS_ASKED);
    return this.#measure.both(parameters, step).trainingLoss;
  }

  #beginAgain(): void {
    if (this.#unfinished) this.#unfinished.turns = null;
  }

  #measureBy(loss: Loss, kernels: KernelSet): Measure | TextMeasure {
    if (this.#data.text) return new TextMeasure(this.#network, this.#data, kernels);
    return new Measure(this.#network, this.#data, loss, kernels);
  }
}
