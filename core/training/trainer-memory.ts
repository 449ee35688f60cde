/** What a trainer computes in, kernels and workspace: laid out by its settings and constraints, and again where they change. */
import { unconstrained } from '../document/constraints.ts';
import type { Constraints, Table, TrainingSettings } from '../document/document.ts';
import type { KernelSet, Precision } from '../engine/kernels/kernels.ts';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { precisionFor } from '../engine/precision.ts';
import { losses } from '../nn/losses/registry.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import type { TrainerSetup } from './trainer-setup.ts';
import { Workspace } from './workspace.ts';

type Forms = Pick<TrainerSetup, 'network' | 'data' | 'settings' | 'constraints' | 'kernelsFor'>;

const portableFor = (precision: Precision): KernelSet => (precision === 'float64' ? portable64 : portable32);

/** Settings that decide how memory is laid out and what code runs; all others only give numbers to a step. */
const layoutSettings = ['batchSize', 'optimizer', 'loss', 'precision'] as const satisfies (keyof TrainingSettings)[];

/** Whether memory has to be laid out again for other settings. */
export const isOtherLayout = (before: TrainingSettings, after: TrainingSettings): boolean =>
  layoutSettings.some((name) => before[name] !== after[name]);

export class TrainerMemory {
  readonly #forms: Forms;
  #kernels: KernelSet;
  #constraints: Constraints;
  #work: Workspace | null = null;

  constructor(forms: Forms) {
    this.#forms = forms;
    this.#kernels = this.#kernelsFor(forms.settings);
    this.#constraints = forms.constraints ?? unconstrained;
  }

  get kernels(): KernelSet {
    return this.#kernels;
  }

  /** Before the first layout there is none. */
  get work(): Workspace {
    if (!this.#work) throw new Error('internal: a trainer computes in memory that is laid out');
    return this.#work;
  }

  /** @param moments the optimizer's state; slots that are missing start at zero */
  layOut(settings: TrainingSettings, parameters: Table<Float64Array>, moments: Table<Float64Array>): Workspace {
    const { network, data } = this.#forms;
    const { batchSize, optimizer, loss } = settings;
    return (this.#work = new Workspace({
      network,
      data,
      largestBatch: Math.min(batchSize, data.trainingRows.length),
      loss: losses[loss],
      optimizer: optimizers[optimizer],
      parameters,
      moments,
      constraints: this.#constraints,
      kernels: this.#kernels,
    }));
  }

  /**
   * The same state under other settings or constraints. Kernels are asked for anew: memory that a set has given away comes back
   * only with the set.
   *
   * @param moved called before anything is laid out, where other kernels compute from now on
   */
  layOutAgain(settings: TrainingSettings, constraints: Constraints | null, moved: (kernels: KernelSet) => void): void {
    const { values, moments } = this.work.learned;
    const kernels = this.#kernelsFor(settings);
    if (kernels !== this.#kernels) moved(kernels);
    this.#kernels = kernels;
    this.#constraints = constraints ?? this.#constraints;
    this.layOut(settings, values, moments);
  }

  #kernelsFor({ precision }: TrainingSettings): KernelSet {
    const { network, kernelsFor = portableFor } = this.#forms;
    return kernelsFor(precisionFor(precision, network.parameterCount));
  }
}
