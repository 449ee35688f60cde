/**
 * The window's history and the training process together: hundreds of edits with training between, in a network whose states would
 * take several times what the history may keep, undo and redo to the very bits.
 */
import { expect, test } from 'vitest';
import { apply } from '../../core/document/change.ts';
import { isRefusal, type CommandResult } from '../../core/document/commands/command.ts';
import { resizeLayer } from '../../core/document/commands/resize-layer.ts';
import { setParameter, setTraining } from '../../core/document/commands/set-values.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { EditHistory } from '../../core/document/edit-history.ts';
import { emptyHistory, historyBytes, type Direction, type History } from '../../core/document/history.ts';
import type { KernelSet } from '../../core/engine/kernels/kernels.ts';
import { presets } from '../../core/presets/registry.ts';
import { Random } from '../../core/tensor/random.ts';
import type { Frame } from '../../core/training/frame.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { signatureOf } from '../../core/training/state-signature.ts';
import { loadKernels } from '../threads/load-kernels.ts';
import { TrainingLoop } from './training-loop.ts';

const files = {
  folder: new URL('../../out/kernels/', import.meta.url),
  thread: new URL('../../out/electron/kernel-thread.js', import.meta.url),
};
const fast = (): KernelSet => loadKernels({ threads: 1, files });

class Past extends EditHistory {
  all: History = emptyHistory;
}

/** What the window does with its document. */
class Window {
  document: NetworkDocument;
  readonly past: Past;
  readonly loop: TrainingLoop;
  #sent: NetworkDocument;
  recalls = 0;

  constructor(document: NetworkDocument, mostBytes: number) {
    this.document = document;
    this.past = new Past(mostBytes);
    let clock = 0;
    this.loop = new TrainingLoop({
      now: () => clock++,
      kernelsFor: fast,
      kernelsForLookingBack: () => fast,
      soon: () => undefined,
      sendFrame: () => undefined,
    });
    const { layers, connections, parameters, data, training, constraints, ties } = document;
    const frame = this.loop.load({
      ...{ runId: 1, resumes: false, timeline: null, position: null, layers, connections, parameters },
      ...{ data: data[ONLY]!, training: training[ONLY]!, constraints: { constraints, ties } },
    });
    this.#sent = document;
    this.#passed(frame, document);
  }

  #passed({ runId, branch, position, passed }: Frame, start: NetworkDocument): void {
    const place = passed && { run: runId, branch: branch.id, step: position.step, ...passed };
    this.past.passed(this.document, place, start);
  }

  edit(result: CommandResult): void {
    if (isRefusal(result)) throw new Error(result.message);
    const before = this.document;
    this.document = apply(before, result.changes);
    this.past.record(result.label, before, this.document);
  }

  train(steps: number): void {
    this.#sync();
    const before = this.document;
    const { parameters, position, ...frame } = this.loop.step(steps);
    this.document = { ...before, parameters, run: { [ONLY]: position } };
    this.#sent = this.document;
    this.#passed({ ...frame, parameters, position }, before);
    this.past.record('steps', before, this.document);
  }

  #sync(): void {
    const { document } = this;
    const sent = this.#sent;
    this.#sent = document;
    if (sent.run[ONLY] !== document.run[ONLY]) {
      const { parameters, training, constraints, ties } = document;
      const position = document.run[ONLY] ?? null;
      const state = { parameters, training: training[ONLY]!, constraints: { constraints, ties }, position };
      return this.#passed(this.loop.restore(state), document);
    }
    if (sent.training !== document.training) this.loop.configure(document.training[ONLY]!);
    const turned = Object.entries(document.parameters).filter(([id, values]) => sent.parameters[id] !== values);
    if (turned.length > 0) this.loop.setParameters(Object.fromEntries(turned));
  }

  travel(direction: Direction): void {
    const wanted = this.past.awaited(direction);
    if (wanted === 'lost') throw new Error('a state is lost');
    const recalled = wanted === 'nothing' ? null : finish(this.loop.recall({ ...wanted.place, job: 1 }));
    if (recalled) this.recalls++;
    this.document = this.past.travel(direction, this.document, recalled, null)!.document;
  }

  /** Of all parameters, of moments here and there, and of the place. */
  get bits(): string {
    const { parameters, run } = this.document;
    const { step = 0, moments = {}, cursor = 0 } = run[ONLY] ?? {};
    const some = Object.entries(moments).map(([id, values]) => [id, values.filter((_, i) => i % 499 === 0)]);
    return JSON.stringify([signatureOf(parameters), Object.fromEntries(some), step, cursor]);
  }
}

function finish<Result>(work: InTurns<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

function after(document: NetworkDocument, result: CommandResult): NetworkDocument {
  if (isRefusal(result)) throw new Error(result.message);
  return apply(document, result.changes);
}

const parameterCount = ({ parameters }: NetworkDocument): number =>
  Object.values(parameters).reduce((sum, { length }) => sum + length, 0);

const BUDGET = 64 * 2 ** 20;
/** Twice as many levels. `WEIGHTROOM_LONG=1` runs twice as many. */
const EDITS = process.env['WEIGHTROOM_LONG'] ? 200 : 100;

test(`${EDITS} edits with training between undo and redo exactly in a network of 210,000 parameters with Adam, in 64 MiB`, () => {
  let document = presets.digits.make();
  const training = { ...document.training[ONLY]!, batchSize: 1 };
  expect(training.optimizer).toBe('adam');
  document = after(document, setTraining(document, 'batch size', training));
  document = after(document, resizeLayer(document, 'l2', 2800, Random.fromSeed(1)));
  expect(parameterCount(document)).toBe(2800 * 65 + 10 * 2801);
  const window = new Window(document, BUDGET);
  const ids = Object.keys(document.parameters);
  const states = [window.bits];
  for (let i = 0; i < EDITS; i++) {
    const value = Math.fround(0.01 * (i + 1));
    window.edit(setParameter(window.document, ids[i % ids.length]!, i % 7, value));
    states.push(window.bits);
    window.train(1);
    states.push(window.bits);
  }
  expect(window.past.all.done).toHaveLength(2 * EDITS);
  expect(historyBytes(window.past.all)).toBeLessThanOrEqual(BUDGET);
  for (let i = 2 * EDITS - 1; i >= 0; i--) {
    window.travel('undo');
    expect(window.bits, `level ${i}`).toBe(states[i]);
  }
  // 64 MiB are some 13 states of 24 bytes a parameter.
  expect(window.recalls).toBeGreaterThan(EDITS / 2);
  expect(historyBytes(window.past.all)).toBeLessThanOrEqual(BUDGET);
  for (let i = 1; i <= 20; i++) {
    window.travel('redo');
    expect(window.bits, `level ${i}, again`).toBe(states[i]);
  }
  // Another edit there: the run forks, and undo still leads back to the start.
  window.edit(setParameter(window.document, ids[0]!, 3, 7));
  window.train(2);
  while (window.past.undoLabel !== null) window.travel('undo');
  expect(window.bits).toBe(states[0]);
}, 60_000);
