import { snap } from '../canvas/geometry.ts';
import type { PaletteItem } from '../views/palette.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Puts an item of the palette in the middle of what is seen, beside what lies there. */
export function addInMiddle(bench: Workbench, item: PaletteItem): void {
  const { x, y } = bench.camera.centre;
  const taken = Object.values(bench.editor.layers);
  let place = { x: snap(x), y: snap(y) };
  while (taken.some((layer) => Math.abs(layer.x - place.x) < 30 && Math.abs(layer.y - place.y) < 30)) {
    place = { x: place.x + 40, y: place.y + 40 };
  }
  bench.addFromPalette(item, place);
}
