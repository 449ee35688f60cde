import { basename } from 'node:path';
import { ONLY } from '../../../core/document/document.ts';
import { exponential } from '../../../core/tensor/elementary.ts';
import { precisionFor } from '../../../core/engine/precision.ts';
import { textBaselines } from '../../../core/training/text-baselines.ts';
import { TextMeasure } from '../../../core/training/text-measure.ts';
import { withWindows } from '../../../core/training/text-windows.ts';
import { kernelStock } from '../../threads/kernel-stock.ts';
import { readArguments } from '../arguments.ts';
import { printResult, type Command } from '../command.ts';
import { openProject } from '../files.ts';
import { textOf, withText } from '../language-model.ts';
import { compileOrExplain, dataFor } from '../prepare-network.ts';

/** Measures a language model on all of its text, or on another one. */
export const evaluate: Command = {
  usage: 'evaluate <project file>',
  summary: 'Measure a language model on its text, or on another, beside what guessing would reach.',
  options: [
    ['--data file.txt', 'another text, parted as its own was'],
    ['--json', 'print the measurement as one line of JSON'],
  ],
  run: async (args, surroundings) => {
    const given = readArguments(args, { data: 'text', json: 'switch' }, ['project file']);
    const path = given.text('data');
    const opened = await openProject(given.positionals[0]!);
    const document = path === null ? opened.document : await withText(opened.document, path);
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
