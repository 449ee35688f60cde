/** Reading and writing for the command line: paths as typed, errors as sentences. */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { importers, importerFor } from '../../core/formats/importers/registry.ts';
import { exporters, type ExporterName } from '../../core/formats/exporters/registry.ts';
import type { Exporter, NamedTensor } from '../../core/formats/format.ts';
import { tooLargeToOpen } from '../../core/formats/largest-file.ts';
import { codeOf } from '../files/file-system.ts';
import { CommandError, UsageError } from './command.ts';

export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    const problem = tooLargeToOpen(basename(path), size);
    if (problem !== null) throw new CommandError(problem);
    return await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT')
      throw new CommandError(`There is no file "${path}". Check the path, or name a preset as preset:NAME.`);
    if (code === 'EISDIR') throw new CommandError(`"${path}" is a folder. Name a file in it.`);
    if (code === 'EACCES') throw new CommandError(`"${path}" may not be read. Change its permissions.`);
    throw error;
  }
}

export function exporterFor(path: string): Exporter {
  const extension = extname(path).slice(1).toLowerCase();
  const found = Object.values<Exporter>(exporters).find((exporter) => exporter.extension === extension);
  if (found) return found;
  const known = (Object.keys(exporters) as ExporterName[]).map((name) => `.${exporters[name].extension}`);
  throw new UsageError(`"${basename(path)}" ends in no format that is written here. End it in ${known.join(', ')}.`);
}

/** null when the name says that it is no file of parameters. */
export function readTensors(path: string, bytes: Uint8Array): readonly NamedTensor[] | null {
  const name = importerFor(path);
  return name && importers[name].read(bytes).tensors;
}
