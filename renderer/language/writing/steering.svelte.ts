/** A token that should be likelier after the prompt: its odds, and the parameters with the largest effect on them. */
import type { Alternatives } from '../../../core/text/alternatives.ts';
import type { Steering as Answer, SteeringEntry } from '../../../core/protocol/writing-calls.ts';
import { Question } from '../../state/questions.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

/** For people. */
export const titleOf = ({ block, tensor }: { readonly block: string; readonly tensor: string }): string =>
  `${block}: ${tensor}`;

export class Steering {
  target = $state<number | null>(null);
  odds = $state.raw<Alternatives | null>(null);
  /** Probability of the target when it was chosen. */
  before = $state<number | null>(null);
  answer = $state.raw<Answer | null>(null);
  /** Under the knob; stays while the list is made anew. */
  entry = $state.raw<SteeringEntry | null>(null);
  /** What it was when it was taken in hand. */
  resetValue = $state(0);
  readonly #bench: Workbench;
  readonly #question: Question;
  #isOutdated = false;
  #following: Promise<void> | null = null;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#question = new Question(bench.questions);
  }

  get isAsking(): boolean {
    return this.#question.share !== null;
  }

  /** The target's probability now; null before it is known. */
  get probability(): number | null {
    const { odds, target } = this;
    const at = odds && target !== null ? odds.ids.indexOf(target) : -1;
    return at < 0 ? null : odds!.probabilities[at]!;
  }

  async choose(target: number | null): Promise<void> {
    this.target = target;
    this.before = null;
    this.answer = null;
    this.entry = null;
    await this.follow();
    this.before = this.probability;
    await this.rank();
  }

  /** Takes a parameter in hand. */
  take(entry: SteeringEntry): void {
    this.resetValue = this.#bench.editor.document.parameters[entry.id]?.[entry.index] ?? 0;
    this.entry = entry;
  }

  /** Asks for the odds as often as something has changed meanwhile. */
  follow(): Promise<void> {
    this.#isOutdated = true;
    this.#following ??= this.#askUntilCurrent().finally(() => (this.#following = null));
    return this.#following;
  }

  async #askUntilCurrent(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      const { prompt, off, model } = this.#bench.writing;
      if (model?.objective !== 'next') return;
      const besides = this.target === null ? [] : [this.target];
      const odds = await this.#bench.questions.send((client) =>
        client.odds({ job: this.#bench.run.newJob(), prompt, besides, off: off.map((part) => ({ ...part })) }),
      );
      if (odds) this.odds = odds;
    }
  }

  /** Ranks the parameters anew, with their values as they are now. */
  async rank(): Promise<void> {
    const { target } = this;
    const { prompt, off } = this.#bench.writing;
    if (target === null) return;
    const answer = await this.#question.ask((client, job) =>
      client.steer({ job, prompt, target, off: off.map((part) => ({ ...part })) }),
    );
    if (!answer) return;
    this.answer = answer;
    const { entry } = this;
    if (entry) this.entry = answer.entries.find(({ id, index }) => id === entry.id && index === entry.index) ?? entry;
  }

  forget(): void {
    this.#question.giveUp();
    this.target = null;
    this.odds = null;
    this.before = null;
    this.answer = null;
    this.entry = null;
  }
}
