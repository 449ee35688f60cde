/** Notes: text that people put on the canvas beside what they drew. The network does not know of them. */
import { Draft } from '../change.ts';
import { onCanvas, type NetworkDocument, type Note } from '../document.ts';
import { LONGEST_NOTE, NOTE_SIDES } from '../schema.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

export const NEW_NOTE = { width: 200, height: 90 } as const;

/** With the id of the new note. */
export type AddedNote = CommandResult & { readonly note?: string };

/** Puts an empty note on the canvas, its centre at (x, y). */
export function addNote(document: NetworkDocument, x: number, y: number): AddedNote {
  const id = freeId(document.notes, 'n');
  const draft = new Draft(document);
  draft.set('notes', id, { id, x: onCanvas(x), y: onCanvas(y), ...NEW_NOTE, text: '' });
  return { label: 'add a note', changes: draft.changes, note: id };
}

export function writeNote(document: NetworkDocument, id: string, text: string): CommandResult {
  const note = document.notes[id];
  if (!note) return refuse('That note is not there any more.');
  if (text.length > LONGEST_NOTE) {
    return refuse(`A note has up to ${LONGEST_NOTE} characters; this one has ${text.length}. Shorten it, or use two.`);
  }
  return changed(document, 'write a note', { ...note, text });
}

/** Another size, within what a note may have; its upper left corner stays. */
export function resizeNote(document: NetworkDocument, id: string, width: number, height: number): CommandResult {
  const note = document.notes[id];
  if (!note) return refuse('That note is not there any more.');
  const within = (side: number): number => Math.min(NOTE_SIDES.most, Math.max(NOTE_SIDES.least, side));
  const size = { width: within(width), height: within(height) };
  const x = onCanvas(note.x + (size.width - note.width) / 2);
  const y = onCanvas(note.y + (size.height - note.height) / 2);
  return changed(document, 'resize a note', { ...note, ...size, x, y });
}

function changed(document: NetworkDocument, label: string, after: Note): CommandResult {
  const before = document.notes[after.id]!;
  const isSame = (Object.keys(after) as (keyof Note)[]).every((key) => before[key] === after[key]);
  const draft = new Draft(document);
  if (!isSame) draft.set('notes', after.id, after);
  return { label, changes: draft.changes };
}
