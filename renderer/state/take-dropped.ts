/** A file dropped anywhere on the window goes to the place where files of its kind belong; what that is, is shown there. */
import { fileKind, HEAD_BYTES, type FileKind } from '../../core/formats/file-kind.ts';
import type { Workbench } from './workbench.svelte.ts';

export async function takeDropped(bench: Workbench, file: File): Promise<void> {
  let kind: FileKind;
  try {
    kind = fileKind(file.name, new TextDecoder().decode(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    bench.notices.problem(`"${file.name}" could not be read: ${reason}`);
    return;
  }
  const { drop } = bench.places.current;
  switch (kind) {
    case 'text':
    case 'tokenizer':
      return learnFrom(bench, file);
    case 'config':
      bench.places.go('atlas');
      return bench.openedModels.takeDropped(file);
    case 'table':
      // A column of it can be learned from, too.
      return drop?.tables === 'text' ? learnFrom(bench, file) : bench.files.takeDropped(file);
    case 'unknown':
      return drop ? drop.take(bench, file) : bench.files.takeDropped(file);
    default:
      return bench.files.takeDropped(file);
  }
}

function learnFrom(bench: Workbench, file: File): Promise<void> {
  bench.places.go('language');
  bench.languageView.go('text');
  return bench.language.takeDropped(file);
}
