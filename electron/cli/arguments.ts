/** Arguments to values: node's own parser, with errors that say what to type instead. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './command.ts';

export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | null;
  readonly isSet: (name: string) => boolean;
}

/**
 * @param options `text` takes a value, `switch` does not
 * @throws UsageError for an unknown option, a missing value, or other than `expected` positional arguments
 */
export function readArguments(
  args: readonly string[],
  options: Readonly<Record<string, 'text' | 'switch'>>,
  expected: readonly string[],
): Arguments {
  const config: ParseArgsOptionsConfig = {};
  for (const [name, kind] of Object.entries(options)) config[name] = { type: kind === 'text' ? 'string' : 'boolean' };
  const { values, positionals } = parse(args, config);
  const missing = expected[positionals.length];
  if (missing !== undefined) throw new UsageError(`<${missing}> is missing.`);
  const extra = positionals[expected.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
  return {
    positionals,
    text: (name) => (typeof values[name] === 'string' ? values[name] : null),
    isSet: (name) => values[name] === true,
  };
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message.split(/[.\n] ?/)[0]}.`);
  }
}

/** @throws UsageError when the text is not a whole number in the range */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}
