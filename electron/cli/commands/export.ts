import { writeAtomically } from '../../files/atomic-write.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { exporterFor } from '../files.ts';
import { openProject } from '../open-project.ts';

export const exportParameters: Command = {
  usage: 'export <project file | preset:NAME> <out.json|.csv|.safetensors>',
  summary: 'Write all parameters of a network; the ending says in which format.',
  options: [],
  run: async (args, { note }) => {
    const { positionals } = readArguments(args, {}, ['project file | preset:NAME', 'out']);
    const [source, path] = positionals;
    const exporter = exporterFor(path!);
    const { document } = await openProject(source!);
    await writeAtomically(path!, exporter.write(document));
    note(`Wrote ${path}.\n`);
  },
};
