/**
 * Applies learned merges to one piece of text: while two neighbours have a merge, the one learned first is done, leftmost
 * first. A heap of candidates over a linked list keeps a long piece (a page without a space) at n log n.
 */
import { Heap } from './heap.ts';

export interface MergeRule {
  /** Order of learning: the lower one goes first. */
  readonly rank: number;
  readonly token: number;
}

/** @param rules by `pairKey` */
export function mergePieces(ids: number[], rules: ReadonlyMap<number, MergeRule>): number[] {
  return ids.length < 48 ? mergeShort(ids, rules) : mergeLong(ids, rules);
}

/** Two ids, each below 65,536, as one number. */
export const pairKey = (left: number, right: number): number => left * 65_536 + right;

function mergeShort(ids: number[], rules: ReadonlyMap<number, MergeRule>): number[] {
  for (;;) {
    let best: MergeRule | undefined;
    let at = -1;
    for (let i = 0; i + 1 < ids.length; i++) {
      const rule = rules.get(pairKey(ids[i]!, ids[i + 1]!));
      if (rule && (!best || rule.rank < best.rank)) {
        best = rule;
        at = i;
      }
    }
    if (!best) return ids;
    ids.splice(at, 2, best.token);
  }
}

interface Candidate {
  readonly rank: number;
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly token: number;
}

function mergeLong(ids: number[], rules: ReadonlyMap<number, MergeRule>): number[] {
  const next = Int32Array.from(ids, (_, i) => (i + 1 < ids.length ? i + 1 : -1));
  const previous = Int32Array.from(ids, (_, i) => i - 1);
  const heap = new Heap<Candidate>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.at < b.at));
  const consider = (at: number): void => {
    const right = at < 0 ? -1 : next[at]!;
    if (right < 0) return;
    const rule = rules.get(pairKey(ids[at]!, ids[right]!));
    if (rule) heap.push({ rank: rule.rank, at, left: ids[at]!, right: ids[right]!, token: rule.token });
  };
  for (let i = 0; i < ids.length; i++) consider(i);
  for (let found = heap.pop(); found; found = heap.pop()) {
    const { at, left, right, token } = found;
    const gone = next[at]!;
    if (ids[at] !== left || gone < 0 || ids[gone] !== right) continue; // merged since
    ids[at] = token;
    ids[gone] = -1;
    next[at] = next[gone]!;
    if (next[at] >= 0) previous[next[at]] = at;
    consider(previous[at]!);
    consider(at);
  }
  return ids.filter((id) => id >= 0);
}
