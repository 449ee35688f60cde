/** Parameters that the person looks at: those of what is selected or open at large, so that they move while a large network trains. */
import { untrack } from 'svelte';
import { ownerOf } from '../../core/document/document.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Numbers that every frame may carry; what is larger moves with the whole state. */
const MOST_NUMBERS = 65_536;

export function parametersInView({ editor, selection, drawing, places }: Workbench): string[] {
  if (places.current.id !== 'network') return [];
  const connections = [...selection.edges].map((key) => key.slice(0, key.lastIndexOf(':')));
  const owners = new Set([...selection.layers, ...connections, ...(drawing.heatmap ? [drawing.heatmap] : [])]);
  if (owners.size === 0) return [];
  let numbers = 0;
  return untrack(() =>
    Object.entries(editor.document.parameters).flatMap(([id, { length }]) => {
      if (!owners.has(ownerOf(id)) || numbers + length > MOST_NUMBERS) return [];
      numbers += length;
      return [id];
    }),
  );
}
