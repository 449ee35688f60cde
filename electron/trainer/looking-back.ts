/**
 * Questions about a run's past, each answered in turns by a trainer of its own: the run stays where it stands, and goes on if
 * it was going on. To go back to a step is one of them, so that a long way can be watched and given up.
 */
import type { Table } from '../../core/document/document.ts';
import { StateNotKept } from '../../core/document/state-not-kept.ts';
import type { RecalledState, TrainingPlace } from '../../core/document/training-place.ts';
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import { precisionFor } from '../../core/engine/precision.ts';
import type { InputOf, trainerCalls } from '../../core/protocol/contract.ts';
import { landscape, type Landscape } from '../../core/training/landscape.ts';
import { parameterLife, type ParameterLife } from '../../core/training/parameter-life.ts';
import { Retracer, type InTurns } from '../../core/training/retrace.ts';
import { isSameSignature, signatureOf } from '../../core/training/state-signature.ts';
import { traceStep, type StepTrace } from '../../core/training/step-trace.ts';
import { TextProfiler, type TextProfile } from '../../core/training/text-profile.ts';
import type { TimedTrainer } from '../../core/training/timed-trainer.ts';
import type { TrainerSetup } from '../../core/training/trainer-setup.ts';

/** Kernels with the bits of the run's own, for each look back anew. */
type KernelsForLookingBack = () => (precision: Precision) => KernelSet;

export class LookingBack {
  readonly #timed: TimedTrainer;
  readonly #setup: TrainerSetup;
  readonly #kernels: KernelsForLookingBack;
  /** Made when they are first needed. */
  #profiler: TextProfiler | null = null;
  #visitor: Retracer | null = null;

  constructor(timed: TimedTrainer, setup: TrainerSetup, kernels: KernelsForLookingBack) {
    this.#timed = timed;
    this.#setup = setup;
    this.#kernels = kernels;
  }

  /** Takes the run to a step; given up on the way, it has not moved. @throws RangeError when there is no such step */
  *visit(branch: number, step: number): InTurns<void> {
    if (this.#timed.isNear(branch, step)) return this.#timed.visit(branch, step);
    this.#visitor ??= this.#retracer();
    yield* this.#visitor.goBackTo(branch, step);
    this.#timed.arrive(branch, this.#visitor.trainer);
  }

  /** What the last update was made of; null where the branch begins. */
  *lastUpdate(): InTurns<StepTrace | null> {
    const { trainer, timeline, branch } = this.#timed;
    const before = trainer.stepsDone - 1;
    if (before < timeline.range(branch.id).first) return null;
    if (this.#timed.isNear(branch.id, before)) return this.#timed.lastUpdate();
    this.#visitor ??= this.#retracer();
    yield* this.#visitor.goBackTo(branch.id, before);
    return traceStep(this.#visitor.trainer);
  }

  /** The parameters of a step. */
  *stateAt({ branch, step }: InputOf<typeof trainerCalls.stateAt>): InTurns<Table<Float64Array>> {
    const retracer = this.#retracer();
    yield* retracer.goTo(branch, step);
    return retracer.trainer.parameters;
  }

  /** A state that the run passed through. @throws StateNotKept when it is not kept any more */
  *recall({ branch, step, edits, signature, moments }: Omit<TrainingPlace, 'run'>): InTurns<RecalledState> {
    this.#holdKept(branch, step, edits);
    this.#visitor ??= this.#retracer();
    yield* this.#visitor.goBackTo(branch, step, edits);
    const { parameters, position } = this.#visitor.trainer;
    const isIt =
      isSameSignature(signatureOf(parameters), signature) && isSameSignature(signatureOf(position.moments), moments);
    if (!isIt) throw new StateNotKept(`What the network was like at step ${step} is no longer kept.`);
    return { parameters, position };
  }

  /** @throws StateNotKept when the timeline has no way to a state */
  #holdKept(branch: number, step: number, edits: number): void {
    try {
      this.#timed.timeline.replay(branch, step, edits);
    } catch (error) {
      throw error instanceof RangeError ? new StateNotKept(error.message) : error;
    }
  }

  life(question: InputOf<typeof trainerCalls.life>): InTurns<ParameterLife> {
    return parameterLife(this.#retracer(), question);
  }

  landscape(question: InputOf<typeof trainerCalls.landscape>): InTurns<Landscape> {
    return landscape(this.#retracer(), question);
  }

  /** @throws RangeError when it is no language model */
  profile(question: InputOf<typeof trainerCalls.profile>): InTurns<TextProfile> {
    const { network, data, settings } = this.#setup;
    if (!network.text) throw new RangeError('The network that is open is no language model. Open or make one first.');
    const precision = precisionFor(settings.precision, network.parameterCount);
    this.#profiler ??= new TextProfiler(network, data, this.#kernels()(precision));
    return this.#profiler.along(this.#timed.trainer.parameters, question);
  }

  /** Training goes on: what was made for going back takes room no longer. */
  rest(): void {
    this.#visitor = null;
  }

  #retracer(): Retracer {
    return new Retracer({ ...this.#setup, kernelsFor: this.#kernels() }, this.#timed.timeline);
  }
}
