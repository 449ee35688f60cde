/** The network that is loaded into the training process, checked and compiled, with its runs. */
import { compileNetwork, type Network } from '../../core/compile/compile.ts';
import { matchesData } from '../../core/compile/matches-data.ts';
import type { PreparedData } from '../../core/data/data-settings.ts';
import type { TextSource } from '../../core/data/text-source.ts';
import type { RunPosition, Table } from '../../core/document/document.ts';
import { precisionFor } from '../../core/engine/precision.ts';
import type { InputOf, trainerCalls } from '../../core/protocol/contract.ts';
import { isPacked, unpackTimeline } from '../../core/protocol/packed-timeline.ts';
import { signatureOf } from '../../core/training/state-signature.ts';
import type { StopWatch } from '../../core/training/stop/stop-rule.ts';
import type { StoredTimeline } from '../../core/training/stored-timeline.ts';
import { TimedTrainer, type Past } from '../../core/training/timed-trainer.ts';
import { Timeline, TIMELINE_BYTES } from '../../core/training/timeline.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import type { TrainerSetup } from '../../core/training/trainer-setup.ts';
import type { EarlierNetworks } from './earlier-networks.ts';
import { LookingBack } from './looking-back.ts';
import type { Surroundings } from './surroundings.ts';

export type Load = Omit<InputOf<typeof trainerCalls.load>, 'shelved'>;

/** The language model that is loaded, as it stands, without its numbers. */
export interface LoadedLanguageForm {
  readonly runId: number;
  readonly step: number;
  readonly network: Network;
  readonly source: TextSource;
  readonly trainer: Trainer;
}

export interface LoadedLanguageModel extends LoadedLanguageForm {
  /** Copies. */
  readonly parameters: Table<Float64Array>;
}

/** A request that makes no sense in the present state, or a network that cannot be trained as it is. */
export class TrainingRefused extends Error {
  override readonly name = 'TrainingRefused';
}

export class LoadedRun {
  readonly runId: number;
  readonly timed: TimedTrainer;
  /** For questions about the past. */
  readonly back: LookingBack;
  /** What it reads; null where it is no language model. */
  readonly source: TextSource | null;
  /** Bytes of its whole state, with the optimizer's. */
  readonly stateBytes: number;
  /** Whether runs of before go on. */
  readonly isResumed: boolean;
  isRunning = false;
  /** What a running training stops at; null = only when it is paused. */
  stopsAt: StopWatch | null = null;

  /** @param setup as `setupOf` gives it @param earlier where runs of before may be, and which take part of the room */
  constructor(load: Load, setup: TrainerSetup, earlier: EarlierNetworks, surroundings: Surroundings) {
    const { runId, data, resumes } = load;
    const past = storedPast(load, setup) ?? (resumes ? earlier.take(runId) : null);
    const budget = TIMELINE_BYTES - earlier.bytes;
    this.runId = runId;
    this.isResumed = past !== null;
    // Where a process has died, training may have gone on from what was kept: that is found out by doing it again.
    const id = past?.timeline.branch.id;
    const takeBack = load.timeline && resumes ? past?.timeline.extend(load.position?.step ?? 0) : undefined;
    this.timed = new TimedTrainer(setup, past ?? budget);
    if (this.timed.branch.id !== id) takeBack?.();
    this.timed.timeline.budget = budget;
    this.back = new LookingBack(this.timed, setup, surroundings.kernelsForLookingBack);
    this.stateBytes = 3 * Object.values(setup.parameters).reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.source = data.source.kind === 'text' ? data.source : null;
  }

  get trainer(): Trainer {
    return this.timed.trainer;
  }

  /** Without copying the parameters, which takes time where there are millions. @throws TrainingRefused when it is no language model */
  get languageForm(): LoadedLanguageForm {
    const { runId, trainer, source } = this;
    if (!source) throw new TrainingRefused('The network that is open is no language model. Open or make one first.');
    return { runId, step: trainer.stepsDone, network: trainer.network, source, trainer };
  }
}

/** Compiles. @param data the load's, ready @throws TrainingRefused when it cannot be trained as it is */
export function setupOf(load: Load, data: PreparedData, kernelsFor: Surroundings['kernelsFor']): TrainerSetup {
  const { layers, connections, parameters, training: settings, constraints, position } = load;
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new TrainingRefused(problems[0]?.message ?? 'The network cannot be computed.');
  const mismatch = matchesData(network, data)[0];
  if (mismatch) throw new TrainingRefused(mismatch.message);
  return { network, data, settings, parameters, constraints, position, kernelsFor, measuresInTurns: true };
}

/** The runs of a project, where they are of this arithmetic: their steps are computed again, to the same bits. */
function storedPast(
  { timeline: given, parameters, position, resumes }: Load,
  { network, settings, kernelsFor }: TrainerSetup,
): Past | null {
  if (!given) return null;
  const timeline = isPacked(given) ? unpackTimeline(given) : given;
  const arithmetic = kernelsFor?.(precisionFor(settings.precision, network.parameterCount)).identity.arithmetic;
  return timeline.states[0]?.position.kernels?.arithmetic === arithmetic
    ? pastOf(timeline, resumes ? null : { parameters, position })
    : null;
}

/** What was kept of runs. @param stand the state in which that was done; null where training has gone on since */
function pastOf(
  stored: StoredTimeline,
  stand: { readonly parameters: Table<Float64Array>; readonly position: RunPosition | null } | null,
): Past {
  const timeline = Timeline.from(stored);
  if (stand) {
    const step = stand.position?.step ?? 0;
    const { first, last } = timeline.range(timeline.branch.id);
    if (step >= first && step <= last) timeline.sign(step, signatureOf(stand.parameters));
  }
  return { timeline, updateWatch: null };
}
