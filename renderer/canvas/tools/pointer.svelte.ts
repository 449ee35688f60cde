/**
 * What the pointer does on the canvas: which gesture a press begins, by the tool in the hand and by what lies under it; what
 * is hovered; and what a context menu is about.
 */
import { biasId } from '../../../core/document/document.ts';
import { connectionRefusal } from '../../../core/document/commands/connect.ts';
import { duplicate } from '../../../core/document/commands/duplicate.ts';
import { moveItems } from '../../../core/document/commands/edit-layer.ts';
import { withGroups } from '../../../core/document/commands/groups.ts';
import { resizeNote } from '../../../core/document/commands/notes.ts';
import type { OpenMenu } from '../../state/drawing.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';
import { edgeAt, edgeKey, edgesIn, keyOf, type EdgeList } from '../edge-list.ts';
import { wireAt, type Wire } from '../wires.ts';
import { layerBox, overlaps, union } from '../geometry.ts';
import { itemBox, noteBox } from '../item-boxes.ts';
import { snapToOthers, type Guide } from '../snap-to-others.ts';
import { Connecting, type ConnectionEnd } from './connecting.svelte.ts';
import type { Gesture, PointerAt } from './gesture.ts';
import { SelectingByMarquee } from './marquee.svelte.ts';
import { Moving } from './moving.ts';
import { Panning } from './panning.ts';
import { Resizing } from './resizing.ts';
import { Turning } from './turning.ts';

/** Pixels from an edge that still hit it, and from another item's edge that attract a dragged one. */
const EDGE_REACH = 7;
const SNAP_REACH = 6;

type Place = { readonly x: number; readonly y: number };

export class CanvasPointer {
  gesture = $state.raw<Gesture | null>(null);
  /** Key of the edge under the pointer. */
  hovered = $state<string | null>(null);
  isSpaceDown = $state(false);
  guides = $state.raw<readonly Guide[]>([]);
  readonly connecting = $derived(this.gesture instanceof Connecting ? this.gesture : null);
  readonly marquee = $derived(this.gesture instanceof SelectingByMarquee ? this.gesture.box : null);
  readonly #bench: Workbench;
  readonly #edges: () => EdgeList;

  constructor(bench: Workbench, edges: () => EdgeList) {
    this.#bench = bench;
    this.#edges = edges;
  }

  get cursor(): string {
    if (this.gesture) return this.gesture.cursor;
    if (this.isSpaceDown || this.#bench.drawing.tool === 'hand') return 'grab';
    return this.hovered ? 'pointer' : 'default';
  }

  /** @returns whether a gesture began */
  press(button: number, element: Element | null, at: PointerAt): boolean {
    this.gesture = this.#begin(button, element, at);
    return this.gesture !== null;
  }

  move(at: PointerAt, isOverSheet: boolean): void {
    this.#bench.drawing.pointer = at.canvas;
    if (this.gesture) this.gesture.move(at);
    else this.hovered = this.#edgeKeyAt(at, isOverSheet);
  }

  release(at: PointerAt): void {
    this.gesture?.end(at);
    this.gesture = null;
  }

  cancel(): void {
    this.gesture?.cancel();
    this.gesture = null;
  }

  leave(): void {
    this.hovered = null;
    this.#bench.drawing.pointer = null;
  }

  /** What a context menu at a place is about; selects it, unless it is selected already. */
  menuAt(element: Element | null, at: PointerAt): OpenMenu['on'] {
    const { selection, drawing } = this.#bench;
    const note = element?.closest<HTMLElement>('[data-note]')?.dataset['note'];
    if (note !== undefined) {
      if (!selection.notes.has(note)) selection.chooseNote(note, false);
      return 'note';
    }
    const end = endAt(element);
    if (end) {
      if (!selection.layers.has(end.layer)) selection.chooseLayer(end.layer, end.unit ?? 0, false);
      else if (end.unit !== null) selection.unit = { layer: end.layer, unit: end.unit };
      return end.unit !== null && (this.#bench.editor.layers[end.layer]?.size ?? 1) > 1 ? 'unit' : 'layer';
    }
    const edge = this.#edgeAt(element, at);
    const group = groupAt(element);
    const wire = edge >= 0 ? null : this.#wireAt(at);
    if (wire) {
      selection.chooseMany([], [edgeKey(wire.connectionId, 0)], false);
      return 'edge';
    }
    if (edge >= 0) {
      if (!selection.edges.has(keyOf(this.#edges(), edge))) this.#chooseEdge(edge, false);
      return 'edge';
    }
    if (group === undefined) return 'canvas';
    drawing.chooseGroup(group, false);
    return 'group';
  }

  #begin(button: number, element: Element | null, at: PointerAt): Gesture | null {
    const { camera, selection, drawing, editor } = this.#bench;
    if (button === 1 || (button === 0 && (this.isSpaceDown || drawing.tool === 'hand'))) return new Panning(camera, at);
    if (button !== 0) return null;
    const end = endAt(element);
    if (end && element?.closest('[data-port="out"]')) return new Connecting(this.#connectTarget, end, at);
    const bias = element?.closest<HTMLElement>('[data-bias]')?.dataset['bias'];
    if (end && bias !== undefined) {
      const place = { id: biasId(end.layer), index: Number(bias) };
      return this.#turning(place.id, place.index, at, () => selection.chooseBias(end.layer, place.index, place));
    }
    if (end) return this.#movingLayer(end, at);
    const note = element?.closest<HTMLElement>('[data-note]')?.dataset['note'];
    if (note !== undefined)
      return element?.closest('[data-resize]') ? this.#resizing(note, at) : this.#movingNote(note, at);
    const edge = this.#edgeAt(element, at);
    const edges = this.#edges();
    if (edge >= 0) {
      return this.#turning(edges.weightIds[edges.connection[edge]!]!, edges.entry[edge]!, at, () =>
        this.#chooseEdge(edge, at.shift),
      );
    }
    const wire = this.#wireAt(at);
    if (wire) {
      selection.chooseMany([], [edgeKey(wire.connectionId, 0)], at.shift);
      return null;
    }
    const group = groupAt(element);
    if (group !== undefined) {
      drawing.chooseGroup(group, at.shift);
      return this.#moving(editor.groups[group]!.members[0]!, at, () => undefined);
    }
    return new SelectingByMarquee(selection, at, (box) => ({
      layers: Object.values(editor.layers).flatMap((layer) => (overlaps(layerBox(layer), box) ? [layer.id] : [])),
      notes: Object.values(editor.notes).flatMap((entry) => (overlaps(noteBox(entry), box) ? [entry.id] : [])),
      edges: edges.count > 400 ? [] : edgesIn(edges, box).map((found) => keyOf(edges, found)),
    }));
  }

  #edgeAt(element: Element | null, at: PointerAt): number {
    const label = element?.closest<HTMLElement>('[data-edge]')?.dataset['edge'];
    if (label !== undefined) return Number(label);
    return edgeAt(this.#edges(), at.canvas.x, at.canvas.y, EDGE_REACH / this.#bench.camera.zoom);
  }

  #edgeKeyAt(at: PointerAt, isOverSheet: boolean): string | null {
    const edge = isOverSheet ? this.#edgeAt(at.target, at) : -1;
    if (edge >= 0) return keyOf(this.#edges(), edge);
    const wire = isOverSheet ? this.#wireAt(at) : null;
    return wire && edgeKey(wire.connectionId, 0);
  }

  #wireAt(at: PointerAt): Wire | null {
    return wireAt(this.#edges().wires, at.canvas, EDGE_REACH / this.#bench.camera.zoom);
  }

  #chooseEdge(edge: number, extend: boolean): void {
    const edges = this.#edges();
    const place = { id: edges.weightIds[edges.connection[edge]!]!, index: edges.entry[edge]! };
    this.#bench.selection.chooseEdge(keyOf(edges, edge), place, extend);
  }

  #turning(id: string, index: number, at: PointerAt, click: () => void): Gesture {
    const { editor } = this.#bench;
    click();
    return new Turning(
      {
        start: editor.document.parameters[id]?.[index] ?? 0,
        begin: () => editor.beginTurn(id, index),
        turnTo: (value) => editor.turnTo(value),
        end: () => editor.endGesture(),
        cancel: () => editor.cancelGesture(),
        click: () => undefined,
      },
      at,
    );
  }

  #movingLayer(end: ConnectionEnd, at: PointerAt): Gesture {
    const { selection } = this.#bench;
    if (!selection.layers.has(end.layer) || at.shift) selection.chooseLayer(end.layer, end.unit ?? 0, at.shift);
    return this.#moving(end.layer, at, () => {
      if (!at.shift) selection.chooseLayer(end.layer, end.unit ?? 0, false);
    });
  }

  #movingNote(note: string, at: PointerAt): Gesture {
    const { selection } = this.#bench;
    if (!selection.notes.has(note) || at.shift) selection.chooseNote(note, at.shift);
    return this.#moving(note, at, () => {
      if (!at.shift) selection.chooseNote(note, false);
    });
  }

  /** Moves what is selected, groups as a whole (Ctrl: only what is selected); `held` is the item under the pointer. */
  #moving(held: string, at: PointerAt, click: () => void): Gesture {
    const { editor, selection, drawing } = this.#bench;
    let start = new Map<string, Place>();
    let anchor: Place = { x: 0, y: 0 };
    let box = { left: 0, top: 0, right: 0, bottom: 0 };
    const begin = (isCopy: boolean): void => {
      editor.beginGesture('move');
      if (isCopy) {
        const result = duplicate(editor.document, selection.items, { x: 0, y: 0 });
        editor.during(result);
        drawing.selectCopies(result);
      }
      const { document } = editor;
      const items = isCopy || at.ctrl ? selection.items : withGroups(document, selection.items);
      const placed = items.flatMap((id) => document.layers[id] ?? document.notes[id] ?? []);
      start = new Map(placed.map(({ id, x, y }) => [id, { x, y }]));
      anchor = start.get(held) ?? placed[0] ?? anchor;
      box = union(items.flatMap((id) => itemBox(document, id) ?? [])) ?? box;
    };
    const label = (isCopy: boolean): string => (isCopy ? 'duplicate' : 'move');
    return new Moving(
      {
        begin,
        moveBy: (dx, dy, isFree) => {
          const { layers, notes } = editor.document;
          const others = [...Object.keys(layers), ...Object.keys(notes)]
            .filter((id) => !start.has(id))
            .flatMap((id) => itemBox(editor.document, id) ?? []);
          const by = isFree
            ? { dx: Math.round(dx), dy: Math.round(dy), guides: [] }
            : snapToOthers(box, anchor, others, dx, dy, SNAP_REACH / this.#bench.camera.zoom);
          const to = new Map([...start].map(([id, { x, y }]) => [id, { x: x + by.dx, y: y + by.dy }]));
          editor.during(moveItems(editor.document, to, label(at.alt)));
          return by.guides;
        },
        end: () => editor.endGesture(),
        cancel: () => {
          editor.cancelGesture();
          selection.keepOnly(
            (id) => id in editor.layers,
            (id) => id in editor.connections,
            (id) => id in editor.notes,
          );
        },
        click,
        show: (guides) => (this.guides = guides),
      },
      at,
    );
  }

  #resizing(note: string, at: PointerAt): Gesture {
    const { editor, selection } = this.#bench;
    selection.chooseNote(note, false);
    return new Resizing(
      {
        start: editor.notes[note]!,
        begin: () => editor.beginGesture('resize a note'),
        resizeTo: (width, height) => editor.during(resizeNote(editor.document, note, width, height)),
        end: () => editor.endGesture(),
        cancel: () => editor.cancelGesture(),
      },
      at,
    );
  }

  readonly #connectTarget = {
    endAt,
    refusal: (source: ConnectionEnd, target: ConnectionEnd) =>
      connectionRefusal(this.#bench.editor.document, source, target),
    connect: (source: ConnectionEnd, target: ConnectionEnd) => this.#bench.editor.connect(source, target),
    refuse: (reason: string) => this.#bench.notices.problem(reason),
  };
}

/** Which unit, or which layer as a whole, an element of the page belongs to. */
function endAt(element: Element | null): ConnectionEnd | null {
  const id = element?.closest<HTMLElement>('[data-layer]')?.dataset['layer'];
  if (!id) return null;
  const unit = element?.closest<HTMLElement>('[data-unit]')?.dataset['unit'];
  return { layer: id, unit: unit === undefined ? null : Number(unit) };
}

const groupAt = (element: Element | null): string | undefined =>
  element?.closest<HTMLElement>('[data-group]')?.dataset['group'];
