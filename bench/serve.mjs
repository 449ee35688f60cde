/**
 * A contender's side of the line protocol (README.md), so that a contender is only `prepare`: it makes a model that stands
 * at the task's common start, or throws `Unable`.
 *
 * A model: `run(steps)` does exactly so many updates; `loss()` is the loss over the task's evaluation data; `notes` says in
 * what the row is not like the others. Either function may return a promise.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readTask } from './task-files.mjs';

/** Thrown by `prepare` for a task that the contender cannot do; the message says why. */
export class Unable extends Error {}

/** Answers the harness until it closes the line. @param prepare (task, settings) => model */
export function serve(prepare) {
  console.log = console.info = console.debug = console.error; // standard output is the protocol's alone
  let task;
  let settings;
  let model;
  let isAtStart = false;
  const actions = {
    async prepare(message) {
      task = readTask(message.folder);
      settings = message.settings ?? {};
      model = await prepare(task, settings);
      isAtStart = true;
      return { ready: true, notes: model.notes ?? [] };
    },
    async train({ steps }) {
      if (!isAtStart) {
        await model.close?.();
        model = await prepare(task, settings);
      }
      isAtStart = false;
      await model.run(steps);
      return { loss: await model.loss() };
    },
    time: ({ milliseconds }) => ((isAtStart = false), time(model, milliseconds)),
    memory: () => ({ kilobytes: peakKilobytes() }),
  };
  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const message = JSON.parse(line);
      queue = queue.then(() => actions[message.do](message)).then(answer, refuse);
    })
    .on('close', () => process.exit(0));
}

const answer = (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
const refuse = (error) =>
  answer(error instanceof Unable ? { unable: error.message } : { error: String(error?.stack ?? error) });

const piece = new WeakMap();

/** Runs for about so long; the clock is read so rarely (some fifty times) that reading it costs nothing. */
async function time(model, milliseconds) {
  let steps = 0;
  let count = piece.get(model) ?? 1;
  const start = performance.now();
  let before = start;
  for (;;) {
    await model.run(count);
    steps += count;
    const now = performance.now();
    if (now - start >= milliseconds) {
      piece.set(model, count);
      return { steps, seconds: (now - start) / 1000 };
    }
    if (now - before < milliseconds / 50) count *= 2;
    before = now;
  }
}

/** The most memory that this process ever held. */
function peakKilobytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  // Linux carries maxRSS over from the parent at fork; VmHWM begins with this program.
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
