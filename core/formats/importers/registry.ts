/** Every format that parameters are read from: a new one is one file and one line here. */
import { FileError } from '../../data/file-error.ts';
import type { Importer, NamedTensor } from '../format.ts';
import { json } from './json.ts';
import { safetensors } from './safetensors.ts';

export const importers = { json, safetensors } as const satisfies Record<string, Importer>;

export type ImporterName = keyof typeof importers;

/** @throws FileError when no importer takes the file's ending, or its importer refuses it */
export function importTensors(fileName: string, bytes: Uint8Array): readonly NamedTensor[] {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  const found = Object.values<Importer>(importers).find(({ extensions }) => extensions.includes(ending));
  if (found) return found.read(bytes);
  const known = Object.values<Importer>(importers).flatMap(({ extensions }) => extensions.map((name) => `.${name}`));
  throw new FileError(
    `"${fileName.slice(-80)}" has an ending that is not read here. Choose one of ${known.join(', ')}.`,
  );
}
