import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import { fieldProblem, initialSettings } from '../../../core/settings/field.ts';
import { samplingFields, type SamplingSettings } from '../../../core/text/sampling.ts';
import { TokenizerError, type Tokenizer } from '../../../core/text/tokenizers/tokenizer.ts';
import { Writer } from '../../../core/training/writer.ts';
import { readArguments, wholeNumber, type Arguments } from '../arguments.ts';
import { CommandError, UsageError, type Command } from '../command.ts';
import { openProject } from '../files.ts';
import { textOf, tokenizerOf } from '../language-model.ts';
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
  usage: 'generate <project file>',
  summary: 'Let a language model write, from a prompt.',
  options: [
    ['--prompt TEXT', 'what to go on from; else a new document, or a new line'],
    ['--length N', 'tokens to write at most (200)'],
    ['--count N', 'texts to write, with the seeds S, S + 1 ... (1)'],
    ['--temperature T', 'low is cautious, high is bold, 0 always takes the likeliest (0.8)'],
    ['--top-k K', 'draw from the K likeliest tokens only (0 = all)'],
    ['--top-p P', 'draw from the likeliest tokens that reach the probability P together (1 = all)'],
    ['--repetition-penalty R', 'make what was just written less likely (1 = not)'],
    ['--seed S', 'the same seed writes the same text (1)'],
    ['--json', 'print one line of JSON with every text'],
  ],
  run: async (args, { out }) => {
    const texts = ['prompt', 'length', 'count', 'seed', ...Object.values(samplingOptions)];
    const options = { ...Object.fromEntries(texts.map((name) => [name, 'text' as const])), json: 'switch' as const };
    const given = readArguments(args, options, ['project file']);
    const number = (name: string, otherwise: number, min: number, max: number): number =>
      wholeNumber(name, given.text(name) ?? String(otherwise), min, max);
    const most = number('length', 200, 1, MOST_TOKENS);
    const count = number('count', 1, 1, 10_000);
    const seed = number('seed', 1, 0, 4294967295 - count);
    const sampling = readSampling(given);
    const { document } = await openProject(given.positionals[0]!);
    const tokenizer = tokenizerOf(document);
    const { prompt, stopAt } = startOf(document, tokenizer, given.text('prompt'));
    const writer = new Writer(compileOrExplain(document), document.parameters, {
      padding: tokenizer.special.boundary ?? 0,
    });
    const written: string[] = [];
    for (let i = 0; i < count; i++) {
      const ids = [...writer.write({ prompt, most, sampling, seed: seed + i, stopAt })].map(({ id }) => id);
      const whole = [...prompt, ...ids].filter((id) => id !== stopAt);
      written.push(tokenizer.decode(whole));
      if (!given.isSet('json')) out(`${written.at(-1)!}\n`);
    }
    if (given.isSet('json')) {
      out(`${JSON.stringify({ step: document.run[ONLY]?.step ?? 0, seed, ...sampling, texts: written })}\n`);
    }
  },
};

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

/** Lines begin and end with a boundary; running text begins with a new line, where there is one, and has no end. */
function startOf(document: NetworkDocument, tokenizer: Tokenizer, text: string | null) {
  const { boundary } = tokenizer.special;
  const isLines = textOf(document).layout === 'lines' && boundary !== null;
  try {
    const given = text === null || text === '' ? [] : [...tokenizer.encode(text)];
    if (isLines) return { prompt: [boundary, ...given], stopAt: boundary };
    if (given.length > 0) return { prompt: given, stopAt: null };
    const line = tokenizer.tokens.indexOf('↵');
    return { prompt: [Math.max(0, line)], stopAt: null };
  } catch (error) {
    if (error instanceof TokenizerError) throw new CommandError(`The prompt cannot be read. ${error.message}`);
    throw error;
  }
}
