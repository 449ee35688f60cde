import { basename } from 'node:path';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import { MOST_ACCUMULATED } from '../../../core/document/schema/training.ts';
import { kernelRemark } from '../../../core/engine/kernels/identity.ts';
import { writeProject, type History, type Project } from '../../../core/formats/project.ts';
import type { Evaluation } from '../../../core/training/frame.ts';
import { languagePresets } from '../../../core/presets/language/registry.ts';
import { fingerprint } from '../../../core/training/fingerprint.ts';
import { textBaselines } from '../../../core/training/text-baselines.ts';
import { Trainer } from '../../../core/training/trainer.ts';
import { version } from '../../../package.json';
import { writeAtomically } from '../../files/atomic-write.ts';
import { kernelStock } from '../../threads/kernel-stock.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import { printResult, UsageError, type Command, type Surroundings } from '../command.ts';
import { exporterFor, openProject } from '../files.ts';
import { languagePresetOf, openLanguagePreset } from '../language-model.ts';
import { compileOrExplain, dataFor, withData, withAccumulation, withPrecision, withSeed } from '../prepare-network.ts';
import { Progress } from '../progress.ts';

const DEFAULT_STEPS = 1000;
const MOST_STEPS = 1e12;
const LARGEST_SEED = 4294967295;
/** Steps between two looks at the clock become twice as many as long as they take less than this, up to `MOST_STEPS_AT_ONCE`. */
const SHORT_MS = 1000;
const MOST_STEPS_AT_ONCE = 64;
/** Windows of each split of a text that the summary's loss is over, and tokens where they are long. */
const MOST_WINDOWS = 2048;
const MOST_TOKENS = 131_072;

/** Trains as the app does: same network, data, seed and steps give the same bits. */
export const train: Command = {
  usage: 'train <project file | preset:NAME>',
  summary: 'Train a network by a number of steps and print how well it does.',
  options: [
    ['--steps N', `optimizer updates to do, from where the project stands (${DEFAULT_STEPS})`],
    ['--seed S', 'start anew from the values of this seed; else from the values in the file'],
    ['--data file.csv|.txt', 'train on this table, or, a language model, on this text'],
    ['--target column[,column]', 'what to predict; else the columns that the network knows, or the last one'],
    [
      '--accumulate K',
      'go through K batches a step and move by their mean gradient: the step of a batch K times as large',
    ],
    ['--precision float64|float32|auto', 'float64 gives the same bits on every machine; else as the project says'],
    ['--export out.json|.csv|.safetensors', 'write all parameters'],
    ['--save, --project out.weightroom', 'write the project as trained, to continue from'],
    ['--json', 'print the summary as one line of JSON'],
  ],
  run: async (args, surroundings) => {
    const options = {
      steps: 'text',
      seed: 'text',
      data: 'text',
      target: 'text',
      export: 'text',
      save: 'text',
      project: 'text',
      precision: 'text',
      accumulate: 'text',
      json: 'switch',
    } as const;
    const { positionals, text, isSet } = readArguments(args, options, ['project file | preset:NAME']);
    const [source] = positionals;
    const preset = languagePresetOf(source!);
    const usual = preset ? languagePresets[preset].training.steps : DEFAULT_STEPS;
    const steps = wholeNumber('steps', text('steps') ?? String(usual), 0, MOST_STEPS);
    const seedText = text('seed');
    const seed = seedText === null ? null : wholeNumber('seed', seedText, 0, LARGEST_SEED);
    const exportPath = text('export');
    const exporter = exportPath === null ? null : exporterFor(exportPath);
    const savePath = text('save') ?? text('project');
    if (savePath !== null && !savePath.endsWith('.weightroom')) {
      throw new UsageError(`"${savePath}" must end in .weightroom, so that the app knows it for a project.`);
    }
    const targets = text('target')?.split(',') ?? null;
    const dataPath = text('data');
    const opened: Project = preset
      ? {
          document: await openLanguagePreset(preset, dataPath, { seed: seed ?? 1, steps }),
          history: null,
          appVersion: version,
        }
      : await openProject(source!);
    if (opened.remark !== undefined) surroundings.note(`${opened.remark}\n`);
    const choice = { path: preset ? null : dataPath, targets };
    const onData = await withData(opened.document, choice, surroundings);
    const network = compileOrExplain(onData);
    const precise = withPrecision(onData, text('precision'));
    const seeded = seed === null || preset ? precise : withSeed(precise, network, seed);
    const accumulateText = text('accumulate');
    const document =
      accumulateText === null
        ? seeded
        : withAccumulation(seeded, wholeNumber('accumulate', accumulateText, 1, MOST_ACCUMULATED));
    const started = document.run[ONLY]?.step ?? 0;
    const data = dataFor(document, network);
    const trainer = new Trainer({
      network,
      data,
      settings: document.training[ONLY]!,
      parameters: document.parameters,
      constraints: document,
      position: document.run[ONLY] ?? null,
      kernelsFor: kernelStock(),
    });
    const remark = kernelRemark(document.run[ONLY]?.kernels, trainer.position.kernels);
    if (remark !== null) surroundings.note(`${remark}\n`);
    const history = runSteps(trainer, steps, surroundings);
    const trained: NetworkDocument = {
      ...document,
      parameters: { ...document.parameters, ...trainer.parameters },
      run: trainer.stepsDone === 0 ? {} : { [ONLY]: trainer.position },
    };
    if (exporter && exportPath !== null) await writeAtomically(exportPath, exporter.write(trained));
    if (savePath !== null) {
      const before = started > 0 ? opened.history : null;
      const whole = started === 0 || before ? joinHistories(before, history) : null;
      await writeAtomically(savePath, writeProject({ document: trained, history: whole, appVersion: version }));
    }
    const context = network.text?.context ?? 1;
    const now = trainer.evaluate(Math.min(MOST_WINDOWS, Math.ceil(MOST_TOKENS / context)));
    const guessing = data.text
      ? textBaselines(data.text)
      : { randomLoss: null, unigramLoss: null, unigramAccuracy: null };
    const summary = {
      network: source!.startsWith('preset:') ? source! : basename(source!),
      steps: trainer.stepsDone - started,
      step: trainer.stepsDone,
      loss: now.trainingLoss,
      validationLoss: now.validationLoss,
      accuracy: now.trainingAccuracy,
      validationAccuracy: now.validationAccuracy,
      ...guessing,
      seed: document.training[ONLY]!.seed,
      parameterCount: network.parameterCount,
      kernels: trainer.kernels,
      sha256: fingerprint(trainer.parameters),
      exported: exportPath,
      saved: savePath,
    };
    const { evaluations } = history;
    printResult(isSet('json') ? { ...summary, evaluations } : summary, isSet('json'), surroundings);
  },
};

/** @throws NonFiniteError when a step had to be refused; the message says at which */
function runSteps(trainer: Trainer, steps: number, surroundings: Surroundings): History {
  const progress = new Progress(steps, surroundings);
  const losses: Float64Array[] = [];
  const evaluations: Evaluation[] = [];
  const collect = (): number | null => {
    const fresh = trainer.takeLosses();
    losses.push(fresh);
    evaluations.push(...trainer.takeEvaluations());
    return fresh.at(-1) ?? null;
  };
  let atOnce = 1;
  let looked = surroundings.now();
  for (let done = 0; done < steps;) {
    const until = Math.min(steps, done + atOnce);
    trainer.steps(until - done);
    const time = surroundings.now();
    if (time - looked < SHORT_MS) atOnce = Math.min(MOST_STEPS_AT_ONCE, 2 * atOnce);
    looked = time;
    done = until;
    progress.show(done, collect());
  }
  collect();
  return { losses: concatenate(losses), evaluations };
}

function joinHistories(before: History | null, after: History): History {
  if (!before) return after;
  return {
    losses: concatenate([before.losses, after.losses]),
    evaluations: [...before.evaluations, ...after.evaluations],
  };
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
