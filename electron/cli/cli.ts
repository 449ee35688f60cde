/** The command line: the same core as the app, without a window. `npm run -s weightroom -- --help` */
import type { Signal } from './command.ts';
import { runCommandLine } from './run-command-line.ts';

let asked: Signal | null = null;
/** The first asks the work to end well, the second ends it. */
function stop(signal: Signal): void {
  if (asked !== null) process.exit(signal === 'SIGINT' ? 130 : 143);
  asked = signal;
  process.stderr.write('\nStopping after this step; once more to stop at once.\n');
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  now: () => performance.now(),
  stopAsked: () => {
    // Only work that asks is interrupted softly; whatever does not ends by the signal as ever.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      if (process.listenerCount(signal) === 0) process.on(signal, stop);
    }
    return asked;
  },
});
