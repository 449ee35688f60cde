import { basename } from 'node:path';
import { ONLY } from '../../../core/document/document.ts';
import { exponential } from '../../../core/tensor/elementary.ts';
import { precisionFor } from '../../../core/engine/precision.ts';
import { textBaselines } from '../../../core/training/text-baselines.ts';
import { TextMeasure } from '../../../core/training/text-measure.ts';
import { withWindows } from '../../../core/training/text-windows.ts';
import { kernelStock } from '../../threads/kernel-stock.ts';
import { readArguments } from '../arguments.ts';
import { printResult, UsageError, type Command } from '../command.ts';
import { textOf, withText } from '../language-model.ts';
import { openProject } from '../open-project.ts';
import { readingOptions, textReading } from '../open-text.ts';
import { compileOrExplain, dataFor, withPrecision } from '../prepare-network.ts';

/** Measures a language model on all of its text, or on another one. */
export const evaluate: Command = {
  usage: 'evaluate <project file | preset:NAME>',
  summary: 'Measure a language model on its text, or on another, beside what guessing would reach.',
  options: [
    ['--data file.txt', 'another text, parted as its own was'],
    ['--field NAME', 'column or field that holds it; else the one with most text'],
    ['--layout lines|continuous', 'each of its lines is a document, or all is one text; else as its own text is'],
    ['--precision float64|float32|auto', 'float64 gives the same bits on every machine; else as the project says'],
    ['--json', 'print the measurement as one line of JSON'],
  ],
  run: async (args, surroundings) => {
    const options = { data: 'text', ...readingOptions, precision: 'text', json: 'switch' } as const;
    const given = readArguments(args, options, ['project file | preset:NAME']);
    const path = given.text('data');
    const reading = textReading(given);
    if (path === null && (reading.field !== null || reading.layout !== null)) {
      throw new UsageError('--field and --layout say how a file is read. Name the file with --data.');
    }
    const opened = await openProject(given.positionals[0]!);
    const precise = withPrecision(opened.document, given.text('precision'));
    const document = path === null ? precise : await withText(precise, path, reading);
    const source = textOf(document);
    const network = compileOrExplain(document);
    const training = document.training[ONLY]!;
    const kernels = kernelStock()(precisionFor(training.precision, network.parameterCount));
    const data = withWindows(dataFor(document, network), network.text!);
    const measure = new TextMeasure(network, data, kernels);
    const step = document.run[ONLY]?.step ?? 0;
    const text = data.text!;
    // A document is a window; windows side by side cover a running text once, of which one begins at every place.
    const most = text.documents ? Infinity : Math.ceil(text.ids.length / network.text!.context);
    const now = measure.both(document.parameters, step, most);
    const { randomLoss, unigramLoss, unigramAccuracy } = textBaselines(text);
    const heldOut = now.validationLoss ?? now.trainingLoss;
    const result = {
      network: basename(given.positionals[0]!),
      text: source.name,
      objective: source.objective,
      step,
      loss: now.trainingLoss,
      validationLoss: now.validationLoss,
      perplexity: exponential(heldOut),
      accuracy: now.trainingAccuracy,
      validationAccuracy: now.validationAccuracy,
      randomLoss,
      unigramLoss,
      unigramAccuracy,
      parameterCount: network.parameterCount,
    };
    printResult(result, given.isSet('json'), surroundings);
  },
};
