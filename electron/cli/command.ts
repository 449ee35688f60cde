/** What a command of the command line is, and the world around it: streams and a clock that a test can replace. */

export interface Surroundings {
  /** Results, for people or for programs. */
  readonly out: (text: string) => void;
  /** Progress and trouble. */
  readonly note: (text: string) => void;
  /** Whether `note` reaches a terminal, where a line can be written over. */
  readonly isTerminal: boolean;
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** What asked to stop, once something has; never unless there is one. */
  readonly stopAsked?: () => Signal | null;
}

export type Signal = 'SIGINT' | 'SIGTERM';

export interface Command {
  /** `train <project file | preset:NAME>`: what follows the program's name. */
  readonly usage: string;
  /** One sentence for the overview. */
  readonly summary: string;
  /** Its options, one line each; empty when it has none. */
  readonly options: readonly (readonly [option: string, meaning: string])[];
  /** @throws UsageError for wrong use; FileError and others when it failed */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<void>;
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for could not be done: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The person, or the machine that shuts down, ended the work before its end: exit code 128 and the signal's number, as shells have it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: 130 | 143;

  constructor(signal: Signal, message: string) {
    super(message);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** A result as text for people, or, with `--json`, one line of JSON. */
export function printResult(result: Readonly<Record<string, unknown>>, asJson: boolean, { out }: Surroundings): void {
  if (asJson) {
    out(`${JSON.stringify(result)}\n`);
    return;
  }
  const shown = Object.entries(result).filter(([, value]) => value !== null);
  const width = Math.max(...shown.map(([name]) => name.length));
  for (const [name, value] of shown) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    out(`${name.padEnd(width)}  ${text}\n`);
  }
}
