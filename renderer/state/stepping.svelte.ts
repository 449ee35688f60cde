/** How far a run goes by itself: the rules that it can stop by, each with the number that the person gave it last. */
import { fieldProblem } from '../../core/settings/field.ts';
import { stopRules, type StopRuleName } from '../../core/training/stop/registry.ts';
import type { StopRule } from '../../core/training/stop/stop-rule.ts';
import type { Live } from './live.svelte.ts';
import type { Run } from './run.svelte.ts';

export const stopRuleNames = Object.keys(stopRules) as StopRuleName[];

export class Stepping {
  values = $state<Record<StopRuleName, number>>(
    Object.fromEntries(stopRuleNames.map((name) => [name, stopRules[name].field.initial])) as Record<
      StopRuleName,
      number
    >,
  );
  /** The one that F6 goes by. */
  chosen = $state<StopRuleName>('epochs');

  readonly #run: Run;
  readonly #live: Live;

  constructor(run: Run, live: Live) {
    this.#run = run;
    this.#live = live;
  }

  /** Why a rule cannot be gone by now; null where it can. */
  refusal(name: StopRuleName): string | null {
    const { data } = this.#live;
    const rule: StopRule = stopRules[name];
    return fieldProblem(rule.field, this.values[name]) ?? (data ? rule.refusal(data) : null);
  }

  /** Trains until the rule is met, from where the run stands. */
  async runUntil(name: StopRuleName): Promise<void> {
    this.chosen = name;
    await this.#run.pause();
    await this.#run.startUntil(name, this.values[name]);
  }

  toggle(): Promise<void> {
    return this.#run.isRunning ? this.#run.pause() : this.runUntil(this.chosen);
  }
}
