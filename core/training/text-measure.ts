/** Loss and share of right guesses over a text: windows spread evenly over each split, the same ones every time. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import { finish, type Steps } from '../text/steps.ts';
import type { Evaluation } from './frame.ts';
import { TextWriter } from './text-windows.ts';

const TOKENS_AT_ONCE = 2048;
/** Parameters times tokens at once, so that a turn of a large model does not take many seconds. */
const MOST_WORK_AT_ONCE = 4e9;
/** Windows of each split that a measurement in passing takes, and tokens at most, so that long windows do not take minutes. */
export const WINDOWS_IN_PASSING = 256;
/** Windows that a question with hundreds of points takes for each. */
export const WINDOWS_ASKED = 32;
const TOKENS_IN_PASSING = 16_384;
/** Hides the same tokens of a masked model in every measurement. */
const MEASURE_KEY = 0x51ed270b;

interface Measured {
  readonly loss: number;
  readonly accuracy: number;
}

export class TextMeasure {
  readonly #plan: Plan;
  readonly #writer: TextWriter;
  readonly #data: PreparedData;
  readonly #output: string;
  readonly #vocabulary: number;
  readonly #positions: number;
  readonly #inPassing: number;

  constructor({ graph, text, outputLayers, parameterCount }: Network, data: PreparedData, kernels: KernelSet) {
    const form = text!;
    this.#data = data;
    this.#writer = new TextWriter(data.text!, form);
    this.#output = outputLayers[0]!;
    this.#vocabulary = form.vocabulary;
    this.#positions = form.outputPositions;
    this.#inPassing = Math.max(1, Math.min(WINDOWS_IN_PASSING, Math.floor(TOKENS_IN_PASSING / form.context)));
    const atOnce = Math.min(TOKENS_AT_ONCE, MOST_WORK_AT_ONCE / parameterCount);
    const largestBatch = Math.max(1, Math.floor(atOnce / form.context));
    this.#plan = new Plan(graph, { largestBatch, kernels, objective: { kind: 'classes' }, keepsValues: false });
  }

  /** @param most windows of each split */
  both(parameters: Table<Float64Array>, step: number, most = this.#inPassing): Evaluation {
    return finish(this.bothInTurns(parameters, step, most));
  }

  /** The same, batch by batch; nothing else may be measured before it is done. */
  *bothInTurns(parameters: Table<Float64Array>, step: number, most = this.#inPassing): Steps<void, Evaluation> {
    this.#plan.setParameters(parameters);
    const training = (yield* this.#over(this.#data.trainingRows, most))!;
    const validation = yield* this.#over(this.#data.validationRows, most);
    return {
      step,
      trainingLoss: training.loss,
      trainingAccuracy: training.accuracy,
      validationLoss: validation?.loss ?? null,
      validationAccuracy: validation?.accuracy ?? null,
    };
  }

  /** Over so many windows of what is learned alone. */
  trainingLoss(parameters: Table<Float64Array>, windows: number): number {
    this.#plan.setParameters(parameters);
    return finish(this.#over(this.#data.trainingRows, windows))!.loss;
  }

  *#over(rows: Uint32Array, most: number): Steps<void, Measured | null> {
    const count = Math.min(rows.length, most);
    let loss = 0;
    let right = 0;
    let guessed = 0;
    for (let start = 0; start < count; start += this.#plan.largestBatch) {
      const size = Math.min(this.#plan.largestBatch, count - start);
      const rowAt = (i: number): number => rows[Math.floor(((start + i) * rows.length) / count)]!;
      this.#writer.write(this.#plan, size, rowAt, MEASURE_KEY);
      this.#plan.runThrough('forward', 'loss');
      const batch = this.#guesses(size * this.#positions);
      loss += this.#plan.loss * batch.guessed;
      right += batch.right;
      guessed += batch.guessed;
      yield;
    }
    return guessed === 0 ? null : { loss: loss / guessed, accuracy: right / guessed };
  }

  #guesses(rows: number): { right: number; guessed: number } {
    const logits = this.#plan.dataOf(this.#output);
    const { targets } = this.#plan;
    let right = 0;
    let guessed = 0;
    for (let row = 0; row < rows; row++) {
      const target = targets[row]!;
      if (target === IGNORED) continue;
      guessed++;
      const start = row * this.#vocabulary;
      let best = 0;
      for (let i = 1; i < this.#vocabulary; i++) if (logits[start + i]! > logits[start + best]!) best = i;
      if (best === target) right++;
    }
    return { right, guessed };
  }
}
