/** Texts that the language model in training has written in passing, and how it is asked to. */
import type { StoredSample } from '../../core/formats/stored-history.ts';
import type { Sample, SampleSettings } from '../../core/protocol/sample-calls.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { Run } from './run.svelte.ts';

const MOST_KEPT = 300;
const initial: SampleSettings = { every: 100, prompt: '', seed: 1 };

/** Of one branch of the run. */
export type KeptSample = StoredSample & Pick<Sample, 'branch'>;

export class Samples {
  settings = $state.raw<SampleSettings>(initial);
  /** Why the last settings were not taken, or no texts are written by them. */
  problem = $state<string | null>(null);
  #all = $state.raw<readonly KeptSample[]>([]);
  #client: TrainerClient | null = null;
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Those of the run that is shown and of what it left, the newest first. */
  readonly list: readonly KeptSample[] = $derived.by(() => {
    const { branches } = this.#run;
    /** Last step that counts, by run. */
    const until = new Map<number, number>();
    let most = Infinity;
    for (let branch = branches.find(branches.currentId); branch;) {
      until.set(branch.id, most);
      most = Math.min(most, branch.from);
      const { parent } = branch;
      branch = parent === null || until.has(parent) ? undefined : branches.find(parent);
    }
    return this.#all
      .filter(({ branch, step }) => step <= (until.get(branch) ?? -1))
      .toSorted((a, b) => b.step - a.step);
  });

  attach(client: TrainerClient): void {
    this.#client = client;
    client.onSample((sample) => this.#take(sample));
    client.onSampleProblem(({ message, prompt }) => {
      this.problem = message;
      this.settings = { ...this.settings, prompt };
    });
    void this.change({});
  }

  async change(part: Partial<SampleSettings>): Promise<void> {
    const wanted = { ...this.settings, ...part };
    this.problem = null;
    try {
      await this.#client?.sample(wanted);
      this.settings = wanted;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Those of a project that was opened, or none. */
  show(samples: readonly StoredSample[]): void {
    this.#all = samples.map((sample) => ({ ...sample, branch: 0 }));
    this.problem = null;
  }

  /** Of all runs, in the order in which they came. */
  get all(): readonly KeptSample[] {
    return this.#all;
  }

  /** Those that belong to a document that has come back. */
  bring(samples: readonly KeptSample[]): void {
    this.#all = samples;
    this.problem = null;
  }

  /** Of the run that is shown, up to a step: what a project keeps. */
  toHistory(upTo: number): StoredSample[] {
    return this.list
      .filter(({ step }) => step <= upTo)
      .map(({ step, loss, prompt, text }) => ({ step, loss, prompt, text }));
  }

  /** One of a step that is trained again takes the place of the first. */
  #take(sample: Sample): void {
    const others = this.#all.filter(({ step, branch }) => step !== sample.step || branch !== sample.branch);
    this.#all = [...others.slice(1 - MOST_KEPT), sample];
  }
}
