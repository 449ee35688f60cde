import { extname } from 'node:path';
import { parseCsv } from '../../../core/data/csv.ts';
import { ONLY } from '../../../core/document/document.ts';
import { countParameters } from '../../../core/document/parameter-shape.ts';
import { isProject, type Project } from '../../../core/formats/project.ts';
import { fingerprint } from '../../../core/training/fingerprint.ts';
import { readArguments } from '../arguments.ts';
import { CommandError, printResult, type Command } from '../command.ts';
import { readBytes, readTensors } from '../files.ts';
import { openProject } from '../open-project.ts';

type Facts = Readonly<Record<string, unknown>>;

export const inspect: Command = {
  usage: 'inspect <file | preset:NAME>',
  summary: 'Say what is in a project, a file of parameters, or a table.',
  options: [['--json', 'print it as one line of JSON']],
  run: async (args, surroundings) => {
    const { positionals, isSet } = readArguments(args, { json: 'switch' }, ['file | preset:NAME']);
    printResult(await factsAbout(positionals[0]!), isSet('json'), surroundings);
  },
};

async function factsAbout(source: string): Promise<Facts> {
  if (source.startsWith('preset:')) return factsOfProject(await openProject(source));
  const bytes = await readBytes(source);
  if (isProject(bytes) || extname(source) === '.weightroom') return factsOfProject(await openProject(source));
  const tensors = readTensors(source, bytes);
  if (tensors) {
    return {
      kind: 'parameters',
      parameterCount: tensors.reduce((sum, { values }) => sum + values.length, 0),
      tensors: Object.fromEntries(tensors.map(({ name, shape }) => [name, shape])),
    };
  }
  if (/\.(csv|tsv|txt)$/i.test(source)) return factsOfTable(source, bytes);
  throw new CommandError(
    `"${source}" is of no kind that is known here: a .weightroom project, .safetensors, .json or .csv.`,
  );
}

function factsOfProject({ document, appVersion }: Project): Facts {
  const { source, inputs, targets } = document.data[ONLY]!;
  const { loss, optimizer, optimizerSettings, batchSize, seed } = document.training[ONLY]!;
  return {
    kind: 'project',
    madeBy: appVersion,
    layers: Object.values(document.layers).map(({ name, kind, size, activation }) => ({
      name,
      kind,
      size,
      activation,
    })),
    connections: Object.keys(document.connections).length,
    parameterCount: countParameters(document),
    data: source.kind === 'table' ? source.table.name : source.name,
    inputs,
    targets,
    loss,
    optimizer,
    learningRate: optimizerSettings['learningRate'] ?? null,
    batchSize,
    seed,
    step: document.run[ONLY]?.step ?? 0,
    sha256: fingerprint(document.parameters),
  };
}

function factsOfTable(name: string, bytes: Uint8Array): Facts {
  const { table, delimiter, hasHeader, rejected } = parseCsv({
    name,
    bytes,
    delimiter: null,
    hasHeader: null,
    types: {},
  });
  return {
    kind: 'table',
    rows: table.columns[0]?.values.length ?? 0,
    columns: Object.fromEntries(table.columns.map((column) => [column.name, column.type])),
    delimiter,
    hasHeader,
    rejectedRows: rejected.count,
  };
}
