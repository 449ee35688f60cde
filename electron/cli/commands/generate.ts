import { ONLY } from '../../../core/document/document.ts';
import { fieldProblem, initialSettings } from '../../../core/settings/field.ts';
import { samplingFields, type SamplingSettings } from '../../../core/text/sampling.ts';
import { showSpaces, TokenizerError, type Tokenizer } from '../../../core/text/tokenizers/tokenizer.ts';
import { encodeMasked, writingStart, writtenText } from '../../../core/text/writing-start.ts';
import { fillMasks } from '../../../core/training/fill-masks.ts';
import { Writer } from '../../../core/training/writer.ts';
import { readArguments, wholeNumber, type Arguments } from '../arguments.ts';
import { kernelStock } from '../../threads/kernel-stock.ts';
import { CommandError, UsageError, type Command } from '../command.ts';
import { textOf, tokenizerOf } from '../language-model.ts';
import { openProject } from '../open-project.ts';
import { compileOrExplain } from '../prepare-network.ts';

const MOST_TOKENS = 1_000_000;

/** Option of the command line by the sampling field that it sets. */
const samplingOptions = {
  temperature: 'temperature',
  topK: 'top-k',
  topP: 'top-p',
  repetitionPenalty: 'repetition-penalty',
} as const satisfies Record<keyof typeof samplingFields, string>;

/** Lets a trained language model write. The same seed writes the same text on every machine. */
export const generate: Command = {
  usage: 'generate <project file | preset:NAME>',
  summary: 'Let a language model write, from a prompt; a masked one fills in each <mask> of the prompt.',
  options: [
    ['--prompt TEXT', 'what to go on from; else a new document, or a new line'],
    ['--length N', 'tokens to write at most (200)'],
    ['--stop TOKEN', 'write nothing more after this token'],
    ['--count N', 'texts to write, with the seeds S, S + 1 ... (1)'],
    ['--temperature T', 'low is cautious, high is bold, 0 always takes the likeliest (0.8)'],
    ['--top-k K', 'draw from the K likeliest tokens only (0 = all)'],
    ['--top-p P', 'draw from the likeliest tokens that reach the probability P together (1 = all)'],
    ['--repetition-penalty R', 'make what was just written less likely (1 = not)'],
    ['--seed S', 'the same seed writes the same text (1)'],
    ['--candidates N', 'of a masked model: tokens to list for each <mask> of the prompt (5)'],
    ['--json', 'print one line of JSON with every text'],
  ],
  run: async (args, { out }) => {
    const texts = ['prompt', 'length', 'count', 'seed', 'stop', 'candidates', ...Object.values(samplingOptions)];
    const options = { ...Object.fromEntries(texts.map((name) => [name, 'text' as const])), json: 'switch' as const };
    const given = readArguments(args, options, ['project file | preset:NAME']);
    const number = (name: string, otherwise: number, min: number, max: number): number =>
      wholeNumber(name, given.text(name) ?? String(otherwise), min, max);
    const most = number('length', 200, 1, MOST_TOKENS);
    const count = number('count', 1, 1, 10_000);
    const seed = number('seed', 1, 0, 4294967295 - count);
    const sampling = readSampling(given);
    const { document } = await openProject(given.positionals[0]!);
    const tokenizer = tokenizerOf(document);
    const text = given.text('prompt') ?? '';
    const { layout, objective } = textOf(document);
    const writer = new Writer(compileOrExplain(document), document.parameters, {
      padding: tokenizer.special.boundary ?? 0,
      kernelsFor: kernelStock({ threads: 1 }), // as in the window: a large masked model gives the same bits
    });
    if (objective === 'masked') {
      const most = number('candidates', 5, 1, 1000);
      const ids = orCommandError(() => encodeMasked(tokenizer, text));
      printMasks(fill(writer, tokenizer, ids, most), given.isSet('json'), out);
      return;
    }
    const start = orCommandError(() => writingStart(layout, tokenizer, text));
    const { prompt } = start;
    const stop = given.text('stop');
    const stopAt = stop === null ? start.stopAt : readStop(tokenizer, stop);
    const written: string[] = [];
    for (let i = 0; i < count; i++) {
      const ids = [...writer.write({ prompt, most, sampling, seed: seed + i, stopAt })].map(({ id }) => id);
      written.push(writtenText(tokenizer, [...prompt, ...ids]));
      if (!given.isSet('json')) out(`${written.at(-1)!}\n`);
    }
    if (given.isSet('json')) {
      out(`${JSON.stringify({ step: document.run[ONLY]?.step ?? 0, seed, ...sampling, texts: written })}\n`);
    }
  },
};

interface FilledMask {
  /** Place in the prompt, in tokens from 0. */
  readonly position: number;
  readonly candidates: readonly { readonly token: string; readonly probability: number }[];
}

function fill(writer: Writer, tokenizer: Tokenizer, ids: Int32Array, most: number): FilledMask[] {
  const { mask } = tokenizer.special;
  if (!ids.includes(mask!)) {
    throw new CommandError(
      'This model fills in hidden tokens. Write <mask> where one is hidden: --prompt "the w<mask>ale"',
    );
  }
  const filled = commandErrorOfRange(() => fillMasks(writer, [...ids], mask!, most));
  return filled.map(({ position, candidates }) => ({
    position,
    candidates: Array.from(candidates.ids, (id, i) => ({
      token: tokenizer.tokens[id]!,
      probability: candidates.probabilities[i]!,
    })),
  }));
}

function printMasks(masks: readonly FilledMask[], isJson: boolean, out: (text: string) => void): void {
  if (isJson) out(`${JSON.stringify({ masks })}\n`);
  else {
    for (const { position, candidates } of masks) {
      const listed = candidates.map(({ token, probability }) => `${token} ${(100 * probability).toFixed(1)} %`);
      out(`token ${position + 1}: ${listed.join(', ')}\n`);
    }
  }
}

/** A text that is too long for the model, as the command's trouble. */
function commandErrorOfRange<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message);
    throw error;
  }
}

function readSampling(given: Arguments): SamplingSettings {
  const settings = initialSettings(samplingFields);
  for (const [name, option] of Object.entries(samplingOptions)) {
    const text = given.text(option);
    if (text === null) continue;
    const value = text.trim() === '' ? NaN : Number(text);
    const problem = fieldProblem(samplingFields[name as keyof typeof samplingFields], value);
    if (problem !== null) throw new UsageError(`--${option}: ${problem}`);
    settings[name] = value;
  }
  return settings as unknown as SamplingSettings;
}

/** The tokenizer's trouble with what was typed, as the command's. */
function orCommandError<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof TokenizerError) throw new CommandError(`The prompt cannot be read. ${error.message}`);
    throw error;
  }
}

/** The token to stop at, as the vocabulary shows it, or as it is written. */
function readStop(tokenizer: Tokenizer, text: string): number {
  const id = tokenizer.tokens.indexOf(showSpaces(text));
  if (id >= 0) return id;
  throw new CommandError(
    `--stop "${text}" is not one of the ${tokenizer.size} tokens of this model. See them with: weightroom tokenize.`,
  );
}
