/** Which kept states of a run and its branches go when there are too many: those that lie closest together, on whichever branch. */
import type { KeptState } from './kept-state.ts';

/** A branch as far as its states are concerned. */
export interface Thinnable {
  /** In the order of their steps; the first is never given up. */
  kept: readonly KeptState[];
  /** Its last step. */
  readonly end: number;
}

/**
 * Gives up every state whose neighbours, on all branches that share it, are at most so many steps apart, the earliest first.
 * What is left is spread as evenly over each branch as it was over the densest.
 *
 * @returns whether any was given up
 */
export function thinOut(branches: readonly Thinnable[], spacing: number): boolean {
  const firsts = new Set(branches.map(({ kept }) => kept[0]!));
  const shared = new Map<KeptState, { branch: Thinnable; index: number }[]>();
  for (const branch of branches) {
    branch.kept.forEach((state, index) => {
      if (!firsts.has(state)) shared.set(state, [...(shared.get(state) ?? []), { branch, index }]);
    });
  }
  /** The last one that stays, by branch. */
  const before = new Map(branches.map((branch) => [branch, branch.kept[0]!]));
  const given = new Set<KeptState>();
  for (const [state, places] of [...shared].sort(([a], [b]) => a.step - b.step)) {
    const gaps = places.map(({ branch, index }) => {
      const next = branch.kept[index + 1]?.step ?? branch.end;
      return next - before.get(branch)!.step;
    });
    if (Math.max(...gaps) <= spacing) given.add(state);
    else for (const { branch } of places) before.set(branch, state);
  }
  if (given.size > 0) for (const branch of branches) branch.kept = branch.kept.filter((state) => !given.has(state));
  return given.size > 0;
}
