/** Working on the drawing: which tool is in the hand, what the clipboard takes and gives, and what is open on the canvas. */
import { group, groupOf, renameGroup, ungroup, withGroups } from '../../core/document/commands/groups.ts';
import { isRefusal } from '../../core/document/commands/command.ts';
import { duplicate } from '../../core/document/commands/duplicate.ts';
import { moveItems, renameLayer } from '../../core/document/commands/edit-layer.ts';
import { addNote, writeNote } from '../../core/document/commands/notes.ts';
import { paste, type PasteResult, type Shift } from '../../core/document/commands/paste.ts';
import { fragmentOf } from '../../core/document/fragment.ts';
import { readFragment, writeFragment } from '../../core/formats/clipboard.ts';
import { snap, type Point } from '../canvas/geometry.ts';
import { boxOfItems, itemBox } from '../canvas/item-boxes.ts';
import { paletteItems } from '../views/palette.ts';
import { host } from '../platform/host.ts';
import type { Workbench } from './workbench.svelte.ts';

export type Tool = 'select' | 'hand';

/** A context menu: of what, and where it opens, in CSS pixels of the window. */
export interface OpenMenu {
  readonly on: 'canvas' | 'layer' | 'unit' | 'edge' | 'note' | 'group';
  readonly x: number;
  readonly y: number;
}

export class Drawing {
  tool = $state<Tool>('select');
  menu = $state.raw<OpenMenu | null>(null);
  /** The layer or group whose name is being typed in place. */
  renaming = $state<string | null>(null);
  /** The connection whose weights are shown at large. */
  heatmap = $state<string | null>(null);
  /** The note whose text is being typed. */
  writing = $state<string | null>(null);
  /** Where the pointer is on the canvas, in canvas units; null while it is elsewhere. */
  pointer: Point | null = null;
  /** The last copy: a paste right after it waits until the clipboard has it. Its failure is told where it was asked. */
  #written: Promise<void> = Promise.resolve();
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** Puts the selected layers and notes on the system's clipboard, as text. */
  async copy(): Promise<boolean> {
    const { editor, selection, notices } = this.#bench;
    if (selection.items.length === 0) {
      notices.problem('Nothing is selected. Select layers or notes to copy.');
      return false;
    }
    try {
      this.#written = navigator.clipboard.writeText(writeFragment(fragmentOf(editor.document, selection.items)));
      await this.#written;
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notices.problem(`The clipboard could not be written: ${reason} Nothing was copied.`);
      return false;
    }
  }

  async cut(): Promise<void> {
    if (await this.copy()) this.#bench.deleteSelection();
  }

  /** Puts what was copied where the pointer is; without a pointer over the canvas, in its middle. */
  async paste(): Promise<void> {
    const { editor, notices } = this.#bench;
    await Promise.allSettled([this.#written]);
    try {
      const { text } = await host.readCopiedLayers({});
      if (text === null) {
        notices.problem('The clipboard holds no layers of Weightroom. Copy layers or notes first.');
        return;
      }
      const fragment = readFragment(text);
      const box = boxOfItems(fragment.layers, fragment.notes);
      const at = this.pointer ?? this.#bench.camera.centre;
      const from = box ? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 } : at;
      this.#put(paste(editor.document, fragment, 'paste', this.#freeShift(snap(at.x - from.x), snap(at.y - from.y))));
    } catch (error) {
      notices.problem(error instanceof Error ? error.message : String(error));
    }
  }

  duplicate(): void {
    const { editor, selection } = this.#bench;
    this.#put(duplicate(editor.document, selection.items));
  }

  /** Runs a paste and selects what came. */
  #put(result: PasteResult): void {
    if (this.#bench.editor.run(result)) this.selectCopies(result);
  }

  selectCopies(result: PasteResult): void {
    if (isRefusal(result)) return;
    this.#bench.selection.chooseMany(result.copies ?? [], [], false, result.notes ?? []);
  }

  /** Pasting twice at one place must not hide the first under the second. */
  #freeShift(x: number, y: number): Shift {
    const last = this.#lastPaste;
    const isSame = last !== null && last.x === x && last.y === y;
    const shift = isSame ? { x: x + 40 * last.times, y: y + 40 * last.times } : { x, y };
    this.#lastPaste = { x, y, times: isSame ? last.times + 1 : 1 };
    return shift;
  }
  #lastPaste: { readonly x: number; readonly y: number; readonly times: number } | null = null;

  nudge(dx: number, dy: number): void {
    const { editor, selection } = this.#bench;
    const moved = withGroups(editor.document, selection.items).flatMap(
      (id) => editor.layers[id] ?? editor.notes[id] ?? [],
    );
    if (moved.length === 0) return;
    editor.run(moveItems(editor.document, new Map(moved.map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]))));
  }

  group(): void {
    const { editor, selection } = this.#bench;
    const result = group(editor.document, selection.items);
    if (editor.run(result) && 'group' in result && result.group) this.renaming = result.group;
  }

  ungroup(): void {
    const { editor, selection } = this.#bench;
    editor.run(ungroup(editor.document, selection.items));
  }

  chooseGroup(id: string, extend: boolean): void {
    const { editor, selection } = this.#bench;
    const members = editor.groups[id]?.members ?? [];
    selection.chooseMany(
      members.filter((member) => member in editor.layers),
      [],
      extend,
      members.filter((member) => member in editor.notes),
    );
  }

  /** The menu of what is selected, beside it. */
  openMenu(): void {
    const { editor, selection, camera } = this.#bench;
    const [first] = selection.items;
    const box = first === undefined ? null : itemBox(editor.document, first);
    const on = box ? (first! in editor.notes ? 'note' : 'layer') : selection.edges.size > 0 ? 'edge' : 'canvas';
    const at = camera.toScreen(box ? { x: box.right, y: box.top } : camera.centre);
    const sheet = document.querySelector('[data-panel="canvas"]')?.getBoundingClientRect();
    this.menu = { on, x: (sheet?.left ?? 0) + at.x, y: (sheet?.top ?? 0) + at.y };
  }

  /** The weights of the connection that the selected edge is of, at large. */
  openHeatmap(): void {
    const [key] = this.#bench.selection.edges;
    if (key !== undefined) this.heatmap = key.slice(0, key.lastIndexOf(':'));
    else this.#bench.notices.problem('No edge is selected. Select one of the connection to open.');
  }

  /** F2: the name of the one selected layer, the text of the one selected note, or the name of the selected group. */
  rename(): void {
    const { editor, selection, notices } = this.#bench;
    const [first, ...rest] = selection.items;
    if (first === undefined) {
      notices.problem('Nothing is selected. Select the layer, note or group to rename.');
    } else if (rest.length === 0) {
      if (first in editor.notes) this.writing = first;
      else this.renaming = first;
    } else {
      const common = groupOf(editor.document, first);
      const isWhole = common && rest.every((item) => common.members.includes(item));
      if (isWhole) this.renaming = common.id;
      else notices.problem('Several things are selected. Select one layer, one note, or one group by its name.');
    }
  }

  /** Takes over a name that was typed in place; null leaves the old one. */
  finishRenaming(name: string | null): void {
    const { editor } = this.#bench;
    const id = this.renaming;
    this.renaming = null;
    if (id === null || name === null) return;
    editor.run(id in editor.groups ? renameGroup(editor.document, id, name) : renameLayer(editor.document, id, name));
  }

  addLayer(): void {
    const { x, y } = this.pointer ?? this.#bench.camera.centre;
    this.#bench.addFromPalette(
      paletteItems.find(({ id }) => id === 'layer')!,
      { x: snap(x), y: snap(y) },
    );
  }

  addNote(): void {
    const { editor, selection, camera } = this.#bench;
    const { x, y } = this.pointer ?? camera.centre;
    const result = addNote(editor.document, snap(x), snap(y));
    if (!editor.run(result) || !('note' in result) || !result.note) return;
    selection.chooseNote(result.note, false);
    this.writing = result.note;
  }

  finishWriting(text: string): void {
    const { editor } = this.#bench;
    const id = this.writing;
    this.writing = null;
    if (id !== null && id in editor.notes) editor.run(writeNote(editor.document, id, text));
  }
}
