/** How the tokens of a text stand on an axis: as they are shown, the boundary between documents as an arrow. */
import type { InsideSummary } from '../../../core/protocol/inside-calls.ts';

const BOUNDARY = '⏎';

export function tokenNames(ids: ArrayLike<number>, { tokens, boundary }: InsideSummary): string[] {
  return Array.from(ids, (id) => (id === boundary ? BOUNDARY : (tokens[id] ?? String(id))));
}

export const tokenName = (id: number, summary: InsideSummary): string => tokenNames([id], summary)[0]!;
