import { writeTokenizerJson } from '../../../core/formats/tokenizer-json.ts';
import { fieldProblem, initialSettings, type Fields } from '../../../core/settings/field.ts';
import { encodeInSteps } from '../../../core/text/encode-in-steps.ts';
import { countTokens, measureText } from '../../../core/text/statistics.ts';
import { finish } from '../../../core/text/steps.ts';
import { isTokenizerName, tokenizerKinds, trainTokenizer } from '../../../core/text/tokenizers/registry.ts';
import { writeAtomically } from '../../files/atomic-write.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import { printResult, UsageError, type Command } from '../command.ts';
import { openText, readingHelp, readingOptions, textReading } from '../open-text.ts';

const FIRST_TOKENS = 24;

/** Learns a vocabulary as the app does, and says how it cuts the text. */
export const tokenize: Command = {
  usage: 'tokenize <file | corpus:NAME>',
  summary: 'Learn a vocabulary from a text, and print what the text holds and its first tokens.',
  options: [
    ['--tokenizer character|word|byte-pair', 'how text is cut (character)'],
    ['--size N', 'largest vocabulary'],
    ...readingHelp,
    ['--export tokenizer.json', 'write it as Hugging Face programs read it'],
    ['--json', 'print it as one line of JSON'],
  ],
  run: async (args, surroundings) => {
    const options = { tokenizer: 'text', size: 'text', ...readingOptions, export: 'text', json: 'switch' } as const;
    const given = readArguments(args, options, ['file | corpus:NAME']);
    const { positionals, text, isSet } = given;
    const kind = text('tokenizer') ?? 'character';
    if (!isTokenizerName(kind)) {
      throw new UsageError(`There is no tokenizer "${kind}". There are: ${Object.keys(tokenizerKinds).join(', ')}.`);
    }
    const exportPath = text('export');
    if (exportPath !== null && !exportPath.endsWith('.json')) {
      throw new UsageError(`"${exportPath}" must end in .json, as programs expect of a tokenizer.`);
    }
    const fields: Fields = tokenizerKinds[kind].fields;
    const size = text('size');
    const opened = await openText(positionals[0]!, textReading(given));
    const settings = {
      ...initialSettings(fields),
      boundary: opened.layout === 'lines' ? 1 : 0,
      ...(size === null ? {} : { size: wholeNumber('size', size, 1, fields['size']!.max) }),
    };
    const problem = fieldProblem(fields['size']!, settings['size']!);
    if (problem) throw new UsageError(problem);
    const statistics = finish(measureText(opened.text));
    const tokenizer = trainTokenizer(kind, opened.text, settings);
    const ids = finish(encodeInSteps(tokenizer, opened.text, opened.layout));
    if (exportPath !== null) await writeAtomically(exportPath, writeTokenizerJson(tokenizer));
    const { unknown } = tokenizer.special;
    const counts = countTokens(ids, tokenizer.size);
    const result = {
      text: opened.name,
      field: opened.chosen,
      characters: statistics.characters,
      words: statistics.words,
      lines: statistics.lines,
      distinctCharacters: statistics.distinctCharacters,
      distinctWords: statistics.distinctWords,
      tokenizer: kind,
      vocabulary: tokenizer.size,
      tokens: ids.length,
      charactersPerToken: statistics.characters / ids.length,
      usedTokens: counts.reduce((used, count) => used + (count > 0 ? 1 : 0), 0),
      unknownShare: unknown === null ? null : counts[unknown]! / ids.length,
      first: Array.from(ids.subarray(0, FIRST_TOKENS), (id) => ({ id, token: tokenizer.tokens[id]! })),
      exported: exportPath,
    };
    if (isSet('json')) printResult(result, true, surroundings);
    else {
      const first = result.first.map(({ token }) => token).join('|');
      printResult(
        { ...result, charactersPerToken: result.charactersPerToken.toPrecision(3), first },
        false,
        surroundings,
      );
    }
  },
};
