/** Putting what is selected in line, spreading it, and laying out the whole drawing: each one entry of the history. */
import { moveItems } from '../../core/document/commands/edit-layer.ts';
import { insertOnEdge, removeUnit, splitUnit } from '../../core/document/commands/units.ts';
import { resizeLayer } from '../../core/document/commands/resize-layer.ts';
import { setForm } from '../../core/document/commands/layer-form.ts';
import type { LayerForm } from '../../core/document/document.ts';
import { align, distribute, type Alignment } from '../canvas/align.ts';
import { autoLayout } from '../canvas/auto-layout.ts';
import { itemBox } from '../canvas/item-boxes.ts';
import type { UnitPlace } from './selection.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

const selectedBoxes = ({ editor, selection }: Workbench) =>
  selection.items.flatMap((id) => {
    const box = itemBox(editor.document, id);
    return box ? [{ id, box }] : [];
  });

export function alignSelection(bench: Workbench, to: Alignment): void {
  const { editor, notices } = bench;
  const items = selectedBoxes(bench);
  if (items.length < 2) notices.problem('Select two or more layers or notes to put in line.');
  else editor.run(moveItems(editor.document, align(items, to), `align ${to}`));
}

export function distributeSelection(bench: Workbench, along: 'x' | 'y'): void {
  const { editor, notices } = bench;
  const items = selectedBoxes(bench);
  if (items.length < 3) notices.problem('Select three or more layers or notes to spread evenly.');
  else editor.run(moveItems(editor.document, distribute(items, along), 'distribute'));
}

export function layOut(bench: Workbench): void {
  const { editor } = bench;
  if (editor.run(moveItems(editor.document, autoLayout(editor.layers, editor.connections), 'tidy up'))) bench.fit();
}

export function formSelection({ editor, selection }: Workbench, form: LayerForm | 'auto'): void {
  editor.run(setForm(editor.document, selection.layers, form));
}

/** The neuron that is looked at; says what to do when there is none. */
function chosenUnit({ selection, notices, editor }: Workbench): UnitPlace | null {
  const place = selection.unit;
  if (place && editor.layers[place.layer] && selection.layers.has(place.layer)) return place;
  notices.problem('No neuron is selected. Click one first.');
  return null;
}

export function splitSelectedUnit(bench: Workbench): void {
  const place = chosenUnit(bench);
  if (place) bench.editor.run(splitUnit(bench.editor.document, place.layer, place.unit));
}

export function removeSelectedUnit(bench: Workbench): void {
  const { editor, selection } = bench;
  const place = chosenUnit(bench);
  if (!place || !editor.run(removeUnit(editor.document, place.layer, place.unit))) return;
  if (place.layer in editor.layers) selection.chooseLayer(place.layer, Math.max(0, place.unit - 1), false);
  else selection.clear();
}

/** One neuron more in the selected layer; what it gives starts at 0, so that nothing else changes. */
export function addUnit(bench: Workbench): void {
  const { editor } = bench;
  const place = chosenUnit(bench);
  const layer = place && editor.layers[place.layer];
  if (layer) editor.run(resizeLayer(editor.document, layer.id, layer.size + 1, editor.editRandom()));
}

export function insertOnSelectedEdge({ editor, selection, notices }: Workbench): void {
  const [key, ...rest] = selection.edges;
  if (key === undefined || rest.length > 0) {
    notices.problem('Select one edge to put a neuron beside.');
    return;
  }
  const at = key.lastIndexOf(':');
  const id = key.slice(0, at);
  if (!editor.run(insertOnEdge(editor.document, id, Number(key.slice(at + 1)), editor.editRandom()))) return;
  const added = Object.keys(editor.layers).at(-1);
  if (added) selection.chooseLayer(added, 0, false);
}
