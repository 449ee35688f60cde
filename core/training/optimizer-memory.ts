/** What an optimizer remembers of the steps before, and what a change of optimizer makes of it. */
import type { Table, TrainingSettings } from '../document/document.ts';
import { optimizers } from '../optim/optimizers/registry.ts';

/**
 * Whether a state holds memory for the optimizer of now that the one before does not keep, so that a mere change of settings
 * would begin it at zero: so it is when the change of an optimizer is undone.
 *
 * @param moments by `slot/parameter id`
 */
export function bringsMemory(moments: Table<unknown>, before: TrainingSettings, now: TrainingSettings): boolean {
  const kept: readonly string[] = optimizers[before.optimizer].slots;
  const begun: readonly string[] = optimizers[now.optimizer].slots.filter((slot) => !kept.includes(slot));
  return begun.length > 0 && Object.keys(moments).some((id) => begun.some((slot) => id.startsWith(`${slot}/`)));
}
