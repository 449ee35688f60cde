/** Saves or copies a picture of what the window shows. */
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import type { MakePicture } from '../pictures/picture.ts';
import { pictures, type PictureName } from '../pictures/registry.ts';
import { pngOf } from '../pictures/rasterise.ts';
import { host } from '../platform/host.ts';
import type { Workbench } from './workbench.svelte.ts';

export type PictureFormat = 'svg' | 'png';

/** What can be done with every picture. */
export const pictureActions = [
  { id: 'save.svg', title: 'Save as SVG', format: 'svg', isCopy: false },
  { id: 'save.png', title: 'Save as PNG', format: 'png', isCopy: false },
  { id: 'copy.svg', title: 'Copy as SVG', format: 'svg', isCopy: true },
  { id: 'copy.png', title: 'Copy as PNG', format: 'png', isCopy: true },
] as const;

/** @param make draws it; what the views on screen offer unless said */
export async function savePicture(
  bench: Workbench,
  name: PictureName,
  format: PictureFormat,
  make = offered(bench, name),
): Promise<void> {
  await attempt(bench, async () => {
    const { title } = pictures[name];
    const text = await make();
    const bytes = format === 'svg' ? encodeUtf8(text) : new Uint8Array(await (await pngOf(text)).arrayBuffer());
    const suggestedName = `${bench.files.name} ${title}.${format}`;
    const saved = await host.exportFile({ suggestedName, extension: format, bytes });
    if (saved) bench.notices.done(`Saved the ${title} as ${saved.name}.`);
  });
}

/** PNG goes to the clipboard as a picture, SVG as text, which drawing programs take in. */
export async function copyPicture(
  bench: Workbench,
  name: PictureName,
  format: PictureFormat,
  make = offered(bench, name),
): Promise<void> {
  await attempt(bench, async () => {
    const { title } = pictures[name];
    const text = await make();
    if (format === 'svg') await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ 'image/png': await pngOf(text) })]);
    bench.notices.done(`Copied the ${title} as ${format.toUpperCase()}.`);
  });
}

const offered =
  (bench: Workbench, name: PictureName): MakePicture =>
  () =>
    bench.pictures.svg(bench, name, pictures[name]);

async function attempt(bench: Workbench, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    bench.notices.problem(error instanceof Error ? error.message : String(error));
  }
}
