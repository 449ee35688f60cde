/** A sweep: what is varied, the runs that are done, which is best, and taking one of them over. */
import { compileNetwork } from '../../core/compile/compile.ts';
import { initialParameters } from '../../core/compile/initial-parameters.ts';
import { setParameters, setTraining } from '../../core/document/commands/set-values.ts';
import { startingValues } from '../../core/document/constraints.ts';
import { isRefusal } from '../../core/document/commands/command.ts';
import { apply, difference } from '../../core/document/change.ts';
import type { InitializerName } from '../../core/nn/initializers/registry.ts';
import type { OptimizerName } from '../../core/optim/optimizers/registry.ts';
import { shaped, shapeRefusal } from '../../core/training/sweep-shape.ts';
import { listRuns, type SweepAxis, type SweepPlan, type SweepRun } from '../../core/training/sweep.ts';
import type { Editor } from './editor.svelte.ts';
import { Question, type Questions } from './questions.svelte.ts';
import type { Run } from './run.svelte.ts';

export class Sweeping {
  method = $state<'grid' | 'random'>('grid');
  varied = $state({
    learningRate: true,
    batchSize: false,
    optimizer: true,
    initializer: false,
    seed: false,
    hiddenSize: false,
    hiddenLayers: false,
  });
  hiddenSize = $state({ from: 2, to: 16, count: 4 });
  hiddenLayers = $state({ from: 1, to: 3, count: 3 });
  learningRate = $state({ from: 0.001, to: 1, count: 4 });
  batchSize = $state({ from: 4, to: 64, count: 3 });
  optimizers = $state<readonly OptimizerName[]>(['sgd', 'adam']);
  initializers = $state<readonly InitializerName[]>(['xavierUniform', 'heUniform']);
  seeds = $state(3);
  runs = $state(20);
  seed = $state(1);
  steps = $state(500);
  /** Done, in the order of their numbers. */
  done = $state.raw<readonly SweepRun[]>([]);
  readonly question: Question;

  readonly #editor: Editor;
  readonly #questions: Questions;
  readonly #run: Run;

  constructor(editor: Editor, questions: Questions, run: Run) {
    this.#editor = editor;
    this.#questions = questions;
    this.#run = run;
    this.question = new Question(this.#questions, (finished) => (this.done = [...this.done, finished]));
  }

  get plan(): SweepPlan {
    const { varied } = this;
    const axes: SweepAxis[] = [
      ...(varied.learningRate ? [{ setting: 'learningRate' as const, ...$state.snapshot(this.learningRate) }] : []),
      ...(varied.batchSize ? [{ setting: 'batchSize' as const, ...$state.snapshot(this.batchSize) }] : []),
      ...(varied.optimizer ? [{ setting: 'optimizer' as const, choices: [...this.optimizers] }] : []),
      ...(varied.initializer ? [{ setting: 'initializer' as const, choices: [...this.initializers] }] : []),
      ...(varied.seed ? [{ setting: 'seed' as const, count: this.seeds }] : []),
      ...(varied.hiddenLayers ? [{ setting: 'hiddenLayers' as const, ...$state.snapshot(this.hiddenLayers) }] : []),
      ...(varied.hiddenSize ? [{ setting: 'hiddenSize' as const, ...$state.snapshot(this.hiddenSize) }] : []),
    ];
    // An optimizer brings its own learning rate: one that is varied, too, is set after it.
    axes.sort((a, b) => Number(b.setting === 'optimizer') - Number(a.setting === 'optimizer'));
    return { method: this.method, axes, runs: this.runs, seed: this.seed, steps: this.steps };
  }

  /** How many runs that makes, or why it cannot be done. */
  get count(): number | string {
    const { training } = this.#editor;
    if (!training) return 'There is nothing to train yet.';
    const refusal = shapeRefusal(this.#editor, this.varied);
    if (refusal !== null) return refusal;
    try {
      return listRuns(training, this.plan).length;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** By validation loss where examples are held out, else by training loss. */
  get best(): SweepRun | null {
    const scored = this.done.filter((run) => run.stopped === null && Number.isFinite(scoreOf(run)));
    return scored.reduce<SweepRun | null>((best, run) => (best && scoreOf(best) <= scoreOf(run) ? best : run), null);
  }

  async start(): Promise<void> {
    const { layers, connections, data, training } = this.#editor;
    if (!data || !training) return;
    const { parameters, constraints, ties } = this.#editor.document;
    this.done = [];
    const task = {
      layers,
      connections,
      parameters,
      data,
      constraints: { constraints, ties },
      training,
      plan: this.plan,
    };
    await this.question.ask((client, job) => client.sweep({ job, ...task }));
  }

  /**
   * The drawing in its shape, its settings, and the starting values of its seed, as Reset gives them: training it by hand
   * gives the same run.
   */
  async open({ settings, shape, number }: SweepRun): Promise<void> {
    await this.#run.pause();
    const before = this.#editor.document;
    const label = `run ${number} of the sweep`;
    const drawn = shaped(before, shape);
    const { network } = compileNetwork(drawn.layers, drawn.connections);
    if (!network) return;
    const set = setTraining(drawn, label, settings);
    const own = isRefusal(set) ? drawn : apply(drawn, set.changes);
    const fresh = initialParameters(network, settings.initializer, settings.seed);
    const reset = setParameters(own, label, startingValues(own, own.parameters, fresh), undefined);
    const after = isRefusal(reset) ? own : apply(own, reset.changes);
    this.#editor.run({ label, changes: difference(before, after) });
    await this.#run.prepare();
  }
}

export const scoreOf = ({ measured }: SweepRun): number => measured.validationLoss ?? measured.trainingLoss;
