/** What the options of `train` make of a document before it is trained: other data, another target, another seed. */
import { basename } from 'node:path';
import { compileNetwork, type Network } from '../../core/compile/compile.ts';
import { initialParameters } from '../../core/compile/initial-parameters.ts';
import { matchesData } from '../../core/compile/matches-data.ts';
import { parseCsv } from '../../core/data/csv.ts';
import type { DataSettings, DataTable, PreparedData } from '../../core/data/data-settings.ts';
import { prepareData, settingsForTable } from '../../core/data/prepare.ts';
import { isScaled } from '../../core/data/scaling.ts';
import { startingValues } from '../../core/document/constraints.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { precisionChoices } from '../../core/engine/precision.ts';
import { defaultLossFor, losses } from '../../core/nn/losses/registry.ts';
import type { Loss } from '../../core/nn/losses/loss.ts';
import type { Optimizer } from '../../core/optim/optimizers/optimizer.ts';
import { optimizers } from '../../core/optim/optimizers/registry.ts';
import { modelObstacle, ordinaryTokens } from '../../core/presets/language/obstacles.ts';
import { fieldProblem } from '../../core/settings/field.ts';
import { CommandError, UsageError, type Surroundings } from './command.ts';
import { readBytes } from './files.ts';
import { tokenizerOf, withText } from './language-model.ts';
import type { TextReading } from './open-text.ts';

export interface DataChoice {
  /** A CSV file; null = the document's own data. */
  readonly path: string | null;
  readonly targets: readonly string[] | null;
  /** How a text in the file is read. */
  readonly reading: TextReading;
}

/** Other data as in the app: the same network and parameters, a loss that suits the task. */
export async function withData(
  document: NetworkDocument,
  choice: DataChoice,
  surroundings: Surroundings,
): Promise<NetworkDocument> {
  const { path, targets, reading } = choice;
  if (path === null) {
    if (targets !== null) throw new UsageError('--target chooses a column of a file. Name the file with --data.');
    return document;
  }
  if (document.data[ONLY]!.source.kind === 'text') {
    if (targets !== null) throw new UsageError('A language model has no target column. Leave --target out.');
    return withText(document, path, reading);
  }
  if (reading.field !== null || reading.layout !== null) {
    throw new UsageError('--field and --layout are for texts, and this network learns from a table. Leave them out.');
  }
  const parsed = parseCsv({
    name: basename(path),
    bytes: await readBytes(path),
    delimiter: null,
    hasHeader: null,
    types: {},
  });
  for (const { line, reason } of parsed.rejected.examples)
    surroundings.note(`Line ${line} was left out: it ${reason}.\n`);
  if (parsed.rejected.count > 0) surroundings.note(`${count(parsed.rejected.count, 'line')} left out.\n`);
  const data = chooseColumns(document.data[ONLY]!, parsed.table, targets);
  const { task, droppedRows, targets: learned } = prepareData(data);
  if (droppedRows > 0) surroundings.note(`${count(droppedRows, 'row', ' with empty cells')} left out.\n`);
  for (const { name, mean, deviation } of learned.filter(isScaled))
    surroundings.note(`"${name}" is learned as (value − ${mean}) / ${deviation}: the loss is of these numbers.\n`);
  const training = document.training[ONLY]!;
  const loss: Loss = losses[training.loss];
  const suited = loss.tasks.includes(task) ? training : { ...training, loss: defaultLossFor(task) };
  return { ...document, data: { [ONLY]: data }, training: { [ONLY]: suited } };
}

const count = (n: number, noun: string, what = ''): string =>
  n === 1 ? `1 ${noun}${what} was` : `${n} ${noun}s${what} were`;

/** The network's own columns where the table has them all; else every other number column is an input. */
function chooseColumns(settings: DataSettings, table: DataTable, targets: readonly string[] | null): DataSettings {
  const has = (name: string): boolean => table.columns.some((column) => column.name === name);
  const wanted = targets ?? (settings.targets.every(has) ? settings.targets : settingsForTable(table).targets);
  const inputs =
    settings.inputs.every(has) && !settings.inputs.some((name) => wanted.includes(name))
      ? settings.inputs
      : table.columns.filter(({ name, type }) => type === 'number' && !wanted.includes(name)).map(({ name }) => name);
  const { targetScaling = settings.source.kind === 'builtin' ? 'large' : 'none' } = settings;
  return { ...settings, source: { kind: 'table', table }, inputs, targets: wanted, targetScaling };
}

/** Back to step 0 with the starting values of this seed, as "New seed" does in the app. */
export function withSeed(document: NetworkDocument, network: Network, seed: number): NetworkDocument {
  const training = { ...document.training[ONLY]!, seed };
  const initial = initialParameters(network, training.initializer, seed);
  const parameters = startingValues(document, document.parameters, initial);
  return {
    ...document,
    parameters: { ...document.parameters, ...parameters },
    training: { [ONLY]: training },
    run: {},
  };
}

/** @throws UsageError for a precision that there is not @param precision null = the document's own */
export function withPrecision(document: NetworkDocument, precision: string | null): NetworkDocument {
  if (precision === null) return document;
  const chosen = precisionChoices.find((choice) => choice === precision);
  if (!chosen) throw new UsageError(`--precision must be ${precisionChoices.join(', ')}, not "${precision}".`);
  return { ...document, training: { [ONLY]: { ...document.training[ONLY]!, precision: chosen } } };
}

/** The same with as many batches to a step. */
export function withAccumulation(document: NetworkDocument, accumulation: number): NetworkDocument {
  return { ...document, training: { [ONLY]: { ...document.training[ONLY]!, accumulation } } };
}

export function withBatchSize(document: NetworkDocument, batchSize: number): NetworkDocument {
  return { ...document, training: { [ONLY]: { ...document.training[ONLY]!, batchSize } } };
}

/** @throws UsageError when the optimizer has no such learning rate */
export function withLearningRate(document: NetworkDocument, text: string): NetworkDocument {
  const training = document.training[ONLY]!;
  const { fields }: Optimizer = optimizers[training.optimizer];
  const learningRate = text.trim() === '' ? NaN : Number(text);
  const problem = fieldProblem(fields['learningRate']!, learningRate);
  if (problem !== null) throw new UsageError(`--learning-rate: ${problem}`);
  const optimizerSettings = { ...training.optimizerSettings, learningRate };
  return { ...document, training: { [ONLY]: { ...training, optimizerSettings } } };
}

/** @throws CommandError naming what in the drawing cannot be computed */
export function compileOrExplain(document: NetworkDocument): Network {
  const { network, problems } = compileNetwork(document.layers, document.connections);
  if (network) return network;
  throw new CommandError(problems[0]?.message ?? 'The network cannot be computed.');
}

/** @throws CommandError when the network takes or gives another number of values than the data has, or nothing can be learned from a text */
export function dataFor(document: NetworkDocument, network: Network): PreparedData {
  const settings = document.data[ONLY]!;
  const data = prepareData(settings);
  const [misfit] = matchesData(network, data);
  const obstacle = misfit ? null : textObstacle(document, network, data);
  if (obstacle !== null) throw new CommandError(obstacle);
  if (!misfit) return data;
  if (data.text) throw new CommandError(misfit.message);
  const columns = `Inputs: ${settings.inputs.join(', ')}. Targets: ${settings.targets.join(', ')}.`;
  throw new CommandError(`${misfit.message} (${columns.slice(0, 400)})`);
}

/** What stands in the way of learning from a text, as in the window; null when nothing does, and for a table. */
function textObstacle(document: NetworkDocument, network: Network, { text }: PreparedData): string | null {
  if (!text) return null;
  const { name, ids, mask, documents, objective } = text;
  const facts = {
    name,
    tokenCount: ids.length,
    ordinaryTokens: ordinaryTokens(tokenizerOf(document)),
    isDocuments: documents !== null,
    hasMask: mask !== null,
  };
  return modelObstacle(network, facts, objective === 'masked', document.data[ONLY]!.validationShare);
}
