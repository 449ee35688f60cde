import { basename } from 'node:path';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import { MOST_ACCUMULATED } from '../../../core/document/schema/training.ts';
import { kernelRemark } from '../../../core/engine/kernels/identity.ts';
import { writeProject, type History, type Project } from '../../../core/formats/project.ts';
import { languagePresets } from '../../../core/presets/language/registry.ts';
import { fingerprint } from '../../../core/training/fingerprint.ts';
import { textBaselines } from '../../../core/training/text-baselines.ts';
import { Trainer } from '../../../core/training/trainer.ts';
import { version } from '../../../package.json';
import { writeAtomically } from '../../files/atomic-write.ts';
import { kernelStock } from '../../threads/kernel-stock.ts';
import { readArguments, wholeNumber, type Arguments } from '../arguments.ts';
import { Interrupted, printResult, UsageError, type Command } from '../command.ts';
import { exporterFor } from '../files.ts';
import { languagePresetOf, openLanguagePreset } from '../language-model.ts';
import { modelHelp, modelOptions, readModelOptions, refuseModelOptions } from '../model-options.ts';
import { openProject } from '../open-project.ts';
import { readingHelp, readingOptions, textReading } from '../open-text.ts';
import {
  compileOrExplain,
  dataFor,
  withData,
  withAccumulation,
  withBatchSize,
  withLearningRate,
  withPrecision,
  withSeed,
} from '../prepare-network.ts';
import { joinHistories, runSteps } from '../run-steps.ts';

const DEFAULT_STEPS = 1000;
const MOST_STEPS = 1e12;
const LARGEST_SEED = 4294967295;
const LARGEST_BATCH = 65_536;
/** Windows of each split of a text that the summary's loss is over, and tokens where they are long. */
const MOST_WINDOWS = 2048;
const MOST_TOKENS = 131_072;

/** Trains as the app does: same network, data, seed and steps give the same bits. */
export const train: Command = {
  usage: 'train <project file | preset:NAME>',
  summary: 'Train a network by a number of steps and print how well it does.',
  options: [
    ['--steps N', `optimizer updates to do, from where the project stands (${DEFAULT_STEPS}, or the preset's)`],
    ['--schedule-steps N', 'of a ready language model: when the learning rate has fallen; else with the last step'],
    ['--seed S', 'start anew from the values of this seed; else from the values in the file'],
    ['--data file.csv|.txt|corpus:NAME', 'train on this table, or, a language model, on this text'],
    ...readingHelp,
    ['--target column[,column]', 'what to predict; else the columns that the network knows, or the last one'],
    ...modelHelp,
    ['--batch-size N', 'examples a step'],
    ['--learning-rate R', 'of the optimizer'],
    [
      '--accumulate K',
      'go through K batches a step and move by their mean gradient: the step of a batch K times as large',
    ],
    ['--precision float64|float32|auto', 'float64 gives the same bits on every machine; else as the project says'],
    ['--no-fma', 'in float32 without fused multiply-add: the same bits on every machine, and slower'],
    ['--export out.json|.csv|.safetensors', 'write all parameters'],
    ['--save, --project out.weightroom', 'write the project as trained, to continue from; on Ctrl+C too'],
    ['--save-every N', 'and write it every N steps on the way'],
    ['--json', 'print the summary as one line of JSON'],
  ],
  run: async (args, surroundings) => {
    const texts = ['steps', 'schedule-steps', 'seed', 'data', 'target', 'export', 'save', 'save-every', 'project'];
    const numbers = ['precision', 'accumulate', 'batch-size', 'learning-rate'];
    const options = Object.fromEntries([...texts, ...numbers].map((name) => [name, 'text' as const]));
    const known = { ...options, ...readingOptions, ...modelOptions, 'no-fma': 'switch', json: 'switch' } as const;
    const given = readArguments(args, known, ['project file | preset:NAME']);
    const { positionals, text, isSet } = given;
    const source = positionals[0]!;
    const exportPath = text('export');
    const exporter = exportPath === null ? null : exporterFor(exportPath);
    const { path: savePath, every: saveEvery } = readSaving(given);
    const steps = readSteps(given, source);
    const opened = await open(given, source, steps);
    const targets = text('target')?.split(',') ?? null;
    if (opened.remark !== undefined) surroundings.note(`${opened.remark}\n`);
    const isPreset = languagePresetOf(source) !== null;
    const choice = { path: isPreset ? null : text('data'), targets, reading: textReading(given) };
    const onData = await withData(opened.document, choice, surroundings);
    const network = compileOrExplain(onData);
    const seed = readSeed(given);
    const seeded = seed === null || isPreset ? onData : withSeed(onData, network, seed);
    const document = withChoices(seeded, given);
    const started = document.run[ONLY]?.step ?? 0;
    const data = dataFor(document, network);
    const trainer = new Trainer({
      network,
      data,
      settings: document.training[ONLY]!,
      parameters: document.parameters,
      constraints: document,
      position: document.run[ONLY] ?? null,
      kernelsFor: kernelStock({ isPlain: isSet('no-fma') }),
    });
    const remark = kernelRemark(document.run[ONLY]?.kernels, trainer.position.kernels);
    if (remark !== null) surroundings.note(`${remark}\n`);
    const trainedSoFar = (): NetworkDocument => ({
      ...document,
      parameters: { ...document.parameters, ...trainer.parameters },
      run: trainer.stepsDone === 0 ? {} : { [ONLY]: trainer.position },
    });
    const save = async (history: History): Promise<void> => {
      if (savePath === null) return;
      const before = started > 0 ? opened.history : null;
      const whole = started === 0 || before ? joinHistories(before, history) : null;
      await writeAtomically(savePath, writeProject({ document: trainedSoFar(), history: whole, appVersion: version }));
    };
    const { history, stoppedBy } = await runSteps(trainer, { steps, saveEvery, save }, surroundings);
    if (exporter && exportPath !== null) await writeAtomically(exportPath, exporter.write(trainedSoFar()));
    await save(history);
    const done = {
      network: source.startsWith('preset:') ? source : basename(source),
      steps: trainer.stepsDone - started,
      step: trainer.stepsDone,
    };
    const files = { exported: exportPath, saved: savePath };
    if (stoppedBy !== null) {
      printResult({ ...done, stoppedBy, loss: trainer.lastLoss, ...files }, isSet('json'), surroundings);
      throw new Interrupted(stoppedBy, farewell(done.step, steps - done.steps, savePath));
    }
    const context = network.text?.context ?? 1;
    const now = trainer.evaluate(Math.min(MOST_WINDOWS, Math.ceil(MOST_TOKENS / context)));
    const guessing = data.text
      ? textBaselines(data.text)
      : { randomLoss: null, unigramLoss: null, unigramAccuracy: null };
    const summary = {
      ...done,
      loss: now.trainingLoss,
      validationLoss: now.validationLoss,
      accuracy: now.trainingAccuracy,
      validationAccuracy: now.validationAccuracy,
      ...guessing,
      seed: document.training[ONLY]!.seed,
      parameterCount: network.parameterCount,
      kernels: trainer.kernels,
      sha256: fingerprint(trainer.parameters),
      ...files,
    };
    const { evaluations } = history;
    printResult(isSet('json') ? { ...summary, evaluations } : summary, isSet('json'), surroundings);
  },
};

/** A ready language model on its text, or whatever else is named. */
async function open(given: Arguments, source: string, steps: number): Promise<Project> {
  const preset = languagePresetOf(source);
  const scheduleText = given.text('schedule-steps');
  if (!preset) {
    refuseModelOptions(given);
    if (scheduleText !== null) throw new UsageError('--schedule-steps is for a new language model, preset:NAME.');
    return openProject(source);
  }
  const scheduleSteps = scheduleText === null ? steps : wholeNumber('schedule-steps', scheduleText, 1, MOST_STEPS);
  const document = await openLanguagePreset(preset, {
    data: given.text('data'),
    reading: textReading(given),
    model: readModelOptions(given, preset),
    seed: readSeed(given) ?? 1,
    scheduleSteps,
  });
  return { document, history: null, appVersion: version };
}

function readSteps({ text }: Arguments, source: string): number {
  const preset = languagePresetOf(source);
  const usual = preset ? languagePresets[preset].training.steps : DEFAULT_STEPS;
  return wholeNumber('steps', text('steps') ?? String(usual), 0, MOST_STEPS);
}

function readSeed({ text }: Arguments): number | null {
  const seed = text('seed');
  return seed === null ? null : wholeNumber('seed', seed, 0, LARGEST_SEED);
}

function readSaving({ text }: Arguments): { readonly path: string | null; readonly every: number | null } {
  const path = text('save') ?? text('project');
  if (path !== null && !path.endsWith('.weightroom')) {
    throw new UsageError(`"${path}" must end in .weightroom, so that the app knows it for a project.`);
  }
  const every = text('save-every');
  if (every === null) return { path, every: null };
  if (path === null) throw new UsageError('--save-every needs a file to write: --save out.weightroom.');
  return { path, every: wholeNumber('save-every', every, 1, MOST_STEPS) };
}

/** Settings of the training that are given instead of the document's. */
function withChoices(document: NetworkDocument, { text }: Arguments): NetworkDocument {
  let chosen = withPrecision(document, text('precision'));
  const accumulate = text('accumulate');
  if (accumulate !== null) {
    chosen = withAccumulation(chosen, wholeNumber('accumulate', accumulate, 1, MOST_ACCUMULATED));
  }
  const batchSize = text('batch-size');
  if (batchSize !== null) chosen = withBatchSize(chosen, wholeNumber('batch-size', batchSize, 1, LARGEST_BATCH));
  const learningRate = text('learning-rate');
  return learningRate === null ? chosen : withLearningRate(chosen, learningRate);
}

function farewell(step: number, left: number, savePath: string | null): string {
  if (savePath === null) return `Stopped after step ${step}. Nothing was saved: there was no --save.`;
  return `Stopped after step ${step} and saved. Go on with: weightroom train ${savePath} --steps ${left}`;
}
