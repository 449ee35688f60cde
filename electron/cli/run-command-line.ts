/** From arguments to an exit code: 0 done, 1 failed, 2 wrong use, 130 or 143 interrupted. Nothing but the message of an error is shown. */
import { FileError } from '../../core/data/file-error.ts';
import { ModelRefused } from '../../core/presets/language/make-model.ts';
import { TokenizerError } from '../../core/text/tokenizers/tokenizer.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import { version } from '../../package.json';
import { SaveError } from '../files/atomic-write.ts';
import { CommandError, Interrupted, UsageError, type Command, type Surroundings } from './command.ts';
import { count } from './commands/count.ts';
import { evaluate } from './commands/evaluate.ts';
import { exportParameters } from './commands/export.ts';
import { generate } from './commands/generate.ts';
import { inspect } from './commands/inspect.ts';
import { presets } from './commands/presets.ts';
import { tokenize } from './commands/tokenize.ts';
import { train } from './commands/train.ts';

/** Every command: a new one is one file and one line here. */
export const commands = {
  train,
  generate,
  evaluate,
  presets,
  inspect,
  count,
  export: exportParameters,
  tokenize,
} as const satisfies Record<string, Command>;

const expected = [FileError, TokenizerError, ModelRefused, NonFiniteError, SaveError, CommandError] as const;

export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<0 | 1 | 2 | 130 | 143> {
  const { out, note } = surroundings;
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || rest.includes('--help') || rest.includes('-h')) {
    (name === undefined ? note : out)(helpText());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    out(`${version}\n`);
    return 0;
  }
  try {
    if (!Object.hasOwn(commands, name)) {
      throw new UsageError(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`);
    }
    const command: Command = commands[name as keyof typeof commands];
    await command.run(rest, surroundings);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      note(`${error.message}\nSee weightroom --help.\n`);
      return 2;
    }
    if (error instanceof Interrupted) {
      note(`${error.message}\n`);
      return error.exitCode;
    }
    const isExpected = expected.some((kind) => error instanceof kind);
    note(`${error instanceof Error ? (isExpected ? error.message : `internal: ${error.stack}`) : String(error)}\n`);
    return 1;
  }
}

function helpText(): string {
  const blocks = Object.values<Command>(commands).map(({ usage, summary, options }) => {
    const width = Math.max(0, ...options.map(([option]) => option.length));
    const lines = options.map(([option, meaning]) => `      ${option.padEnd(width)}  ${meaning}`);
    return [`  weightroom ${usage}`, `      ${summary}`, ...lines].join('\n');
  });
  return [
    `Weightroom ${version}: train networks without a window, to the same bits as the app.`,
    ...blocks,
    '  weightroom --help | --version',
    'Results go to standard output, progress to standard error. Exit codes: 0 done, 1 failed, 2 wrong use, 130 or 143 stopped by a signal.\n',
  ].join('\n\n');
}
