/** Keeps constraints and ties at the entries that they were set on, while a drawing changes. */
import type { Draft } from '../change.ts';
import type { Constraint } from '../document.ts';

/** Entry i of the parameter is the old entry `oldIndex(i)`, or a new and free one where that is -1. */
export function moveConstraints(draft: Draft, id: string, length: number, oldIndex: (index: number) => number): void {
  const { constraints, ties } = draft.document;
  const before = constraints[id];
  if (before) {
    const { frozen, minimum, maximum } = before;
    const from = Array.from({ length }, (_, i) => oldIndex(i));
    const next: Constraint = {
      frozen: frozen && Uint8Array.from(from, (old) => (old < 0 ? 0 : frozen[old]!)),
      minimum: minimum && Float64Array.from(from, (old) => (old < 0 ? -Infinity : minimum[old]!)),
      maximum: maximum && Float64Array.from(from, (old) => (old < 0 ? Infinity : maximum[old]!)),
    };
    draft.set('constraints', id, tidied(next));
  }
  const isTied = Object.values(ties).some(({ members }) => members.some((member) => member.id === id));
  if (!isTied) return;
  const placeOf = new Map<number, number>();
  for (let i = 0; i < length; i++) if (oldIndex(i) >= 0) placeOf.set(oldIndex(i), i);
  moveMembers(draft, id, (index) => placeOf.get(index) ?? null);
}

export function removeConstraints(draft: Draft, id: string): void {
  draft.set('constraints', id, undefined);
  moveMembers(draft, id, () => null);
}

/** undefined when it constrains nothing: such an entry of the table is left out. */
export function tidied({ frozen, minimum, maximum }: Constraint): Constraint | undefined {
  const next = {
    frozen: frozen?.includes(1) ? frozen : null,
    minimum: minimum?.some((value) => value > -Infinity) ? minimum : null,
    maximum: maximum?.some((value) => value < Infinity) ? maximum : null,
  };
  return next.frozen || next.minimum || next.maximum ? next : undefined;
}

/** @param place where a member's entry now is; null = gone. A tie of one is none; when the first goes, the next leads. */
function moveMembers(draft: Draft, id: string, place: (index: number) => number | null): void {
  for (const tie of Object.values(draft.document.ties)) {
    if (!tie.members.some((member) => member.id === id)) continue;
    const members = tie.members.flatMap((member) => {
      const index = member.id === id ? place(member.index) : member.index;
      return index === null ? [] : [{ ...member, index }];
    });
    const turned = members[0]?.sign ?? 1;
    const led = members.map((member) => ({ ...member, sign: (member.sign * turned) as 1 | -1 }));
    draft.set('ties', tie.id, led.length < 2 ? undefined : { ...tie, members: led });
  }
}
