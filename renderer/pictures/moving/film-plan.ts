/** Which steps a film shows, and what fits into memory while it is made. */

export interface FilmPlan {
  readonly first: number;
  readonly last: number;
  readonly frames: number;
  /** Equal distances between steps, or short ones at the beginning, where most happens. */
  readonly pace: 'even' | 'early';
}

export const MOST_FRAMES = 400;
/** All parameters of all frames together. */
const MOST_NUMBERS = 2 ** 25;

/** Steps in order, each once: fewer than asked for where there are not so many. */
export function stepsOf({ first, last, frames, pace }: FilmPlan): number[] {
  const steps = new Set<number>();
  for (let i = 0; i < frames; i++) {
    const share = frames === 1 ? 1 : i / (frames - 1);
    steps.add(Math.round(first + (pace === 'even' ? share : share * share * share) * (last - first)));
  }
  return [...steps];
}

/** What is wrong with a plan, with what to do; null when it can be made. */
export function planProblem({ first, last, frames }: FilmPlan, parameterCount: number): string | null {
  if (last <= first) return `A film needs at least two steps, not ${first} to ${last}. Train first, or choose others.`;
  if (frames > MOST_FRAMES) return `A film has up to ${MOST_FRAMES} pictures, not ${frames}.`;
  if (frames * parameterCount <= MOST_NUMBERS) return null;
  const fit = Math.floor(MOST_NUMBERS / parameterCount);
  return `${frames} pictures of ${parameterCount} parameters do not fit into memory here. Choose up to ${fit}.`;
}
