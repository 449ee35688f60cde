/** Every format that parameters are read from: a new one is one file and one line here. */
import type { Importer } from '../format.ts';
import { json } from './json.ts';
import { safetensors } from './safetensors.ts';

export const importers = { json, safetensors } as const satisfies Record<string, Importer>;

export type ImporterName = keyof typeof importers;

/** Which importer takes a file of this name, by its ending; null when none does. */
export function importerFor(fileName: string): ImporterName | null {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  const found = Object.entries<Importer>(importers).find(([, { extensions }]) => extensions.includes(ending));
  return found ? (found[0] as ImporterName) : null;
}
