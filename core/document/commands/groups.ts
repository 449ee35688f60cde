/** Groups: items that are framed, named, selected and moved as one. An item is in one group at most. */
import { Draft } from '../change.ts';
import type { Group, NetworkDocument } from '../document.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

const LONGEST_NAME = 40;

/** With the id of the new group. */
export type MadeGroup = CommandResult & { readonly group?: string };

/** Puts items into a new group; those that were in another leave it. */
export function group(document: NetworkDocument, items: Iterable<string>): MadeGroup {
  const members = [...new Set(items)].filter((id) => id in document.layers || id in document.notes).sort();
  if (members.length === 0) return refuse('Nothing is selected. Select the layers and notes that belong together.');
  const draft = new Draft(document);
  leaveGroups(draft, members);
  const id = freeId(draft.document.groups, 'g');
  draft.set('groups', id, { id, name: freeGroupName(draft.document), members });
  return { label: 'group', changes: draft.changes, group: id };
}

/** Takes apart every group that one of the items is in; the items stay. */
export function ungroup(document: NetworkDocument, items: Iterable<string>): CommandResult {
  const chosen = new Set(items);
  const draft = new Draft(document);
  for (const { id, members } of Object.values(document.groups)) {
    if (members.some((member) => chosen.has(member))) draft.set('groups', id, undefined);
  }
  const { changes } = draft;
  if (changes.length === 0) return refuse('Nothing of what is selected is in a group. Select a group by its name.');
  return { label: 'ungroup', changes };
}

export function renameGroup(document: NetworkDocument, id: string, name: string): CommandResult {
  const wanted = name.trim();
  const renamed = document.groups[id];
  if (!renamed) return refuse('That group is not there any more.');
  if (wanted === '') return refuse('A name needs at least one character.');
  if (wanted.length > LONGEST_NAME) {
    return refuse(`A name has up to ${LONGEST_NAME} characters; this one has ${wanted.length}. Shorten it.`);
  }
  const draft = new Draft(document);
  if (renamed.name !== wanted) draft.set('groups', id, { ...renamed, name: wanted });
  return { label: `rename to ${wanted}`, changes: draft.changes };
}

/** Takes items out of the groups that they are in; a group that is left empty goes. */
export function leaveGroups(draft: Draft, items: Iterable<string>): void {
  const leaving = new Set(items);
  for (const entry of Object.values(draft.document.groups)) {
    const members = entry.members.filter((member) => !leaving.has(member));
    if (members.length === entry.members.length) continue;
    draft.set('groups', entry.id, members.length > 0 ? { ...entry, members } : undefined);
  }
}

export const groupOf = ({ groups }: Pick<NetworkDocument, 'groups'>, item: string): Group | undefined =>
  Object.values(groups).find(({ members }) => members.includes(item));

/** The items, and whatever is in a group with one of them: what moves together. */
export function withGroups({ groups }: Pick<NetworkDocument, 'groups'>, items: Iterable<string>): string[] {
  const chosen = new Set(items);
  const together = Object.values(groups).filter(({ members }) => members.some((member) => chosen.has(member)));
  return [...new Set([...chosen, ...together.flatMap(({ members }) => members)])];
}

export function freeGroupName({ groups }: NetworkDocument): string {
  const taken = new Set(Object.values(groups).map(({ name }) => name));
  for (let n = 1; ; n++) if (!taken.has(`Group ${n}`)) return `Group ${n}`;
}
