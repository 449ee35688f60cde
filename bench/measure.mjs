/** One case of a task: every contender in a process of its own, timed in turn, one at work while the others wait. */
import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import { Child } from './child.mjs';
import { OthersMeter } from './others-meter.mjs';
import { pythonEnvironment, pythonWith } from './python.mjs';
import { ratioOf, speedOf } from './statistics.mjs';

const IDLE_MS = 200;
const BUSY_SECONDS = 0.05; // of those 200 ms, on any processor
const UNSTEADY = 1.5; // highest over lowest speed
/** A contender whose turns take so many times as long as asked, since a single step does, takes part in so many rounds only. */
const SLOW = { turns: 3, rounds: 3 };

/**
 * @param contenders the rows of the registry that take part
 * @param folder     holds the task (task-files.mjs)
 * @returns `rows`, one per contender that can do the task, with all raw figures and what is derived from them; and
 *   `othersShare`, the part of all processors that programs other than the benchmark used meanwhile (null: unknown)
 */
export async function measureCase(testCase, contenders, folder, rounds, warn) {
  const runners = [];
  try {
    for (const contender of contenders) {
      const runner = await prepare(contender, folder, testCase.lossSteps, warn);
      if (runner) runners.push(runner);
    }
    const othersShare = await timeInTurn(runners, testCase.milliseconds, rounds, warn);
    await noteTheRestless(runners);
    await eachInTurn(runners, 0, warn, async (runner) => {
      runner.peakKilobytes = (await runner.child.ask({ do: 'memory' })).kilobytes;
    });
    return { rows: rowsOf(runners, testCase), othersShare };
  } finally {
    for (const { child } of runners) child.stop();
  }
}

async function timeInTurn(runners, milliseconds, rounds, warn) {
  await eachInTurn(runners, 0, warn, (runner) => time(runner, milliseconds / 4)); // warmed up, not counted
  for (const runner of runners) runner.rounds.length = 0;
  const meter = new OthersMeter(runners);
  for (let round = 0; round < rounds; round++) {
    await eachInTurn(runners, round, warn, (runner) => {
      if (round < SLOW.rounds || !isSlow(runner, milliseconds)) return time(runner, milliseconds);
    });
  }
  return meter.share();
}

function rowsOf(runners, { lossSteps, perStep, edges }) {
  const finished = runners.filter(({ hasFailed }) => !hasFailed);
  const ours = finished.find(({ contender }) => contender.isOurs);
  return finished.map(({ contender, notes, loss, rounds, peakKilobytes }) => {
    const speed = speedOf(rounds);
    const isUnsteady = speed.highest > UNSTEADY * speed.lowest;
    const most = Math.max(...finished.map((runner) => runner.rounds.length));
    const remarks = [
      ...(isUnsteady ? ['unsteady: measure again when nothing else runs'] : []),
      ...(rounds.length < most ? [`${rounds.length} rounds, since a step takes so long`] : []),
    ];
    return {
      contender: contender.name,
      notes: [...notes, ...remarks],
      loss,
      lossSteps,
      stepsPerSecond: speed,
      perSecond: speed.median * perStep,
      ...(edges ? { nanosecondsPerEdge: 1e9 / (speed.median * perStep * edges) } : {}),
      ratio: ours ? ratioOf(ours.rounds, rounds) : null,
      peakKilobytes,
      rounds,
    };
  });
}

/** @returns the contender at work, its loss after `lossSteps` updates known; null when it does not take part */
async function prepare(contender, folder, lossSteps, warn) {
  const child = start(contender);
  try {
    const ready = await child.ask({ do: 'prepare', folder, settings: contender.settings });
    if (ready.unable) {
      child.stop();
      return null;
    }
    const { loss } = await child.ask({ do: 'train', steps: lossSteps });
    return { contender, child, notes: ready.notes, loss, rounds: [], hasFailed: false };
  } catch (error) {
    warn(`${contender.name} failed: ${error.message}`);
    child.stop();
    return null;
  }
}

function start({ file, module, settings }) {
  const script = path.join(import.meta.dirname, 'contenders', file);
  if (!module) return new Child(process.execPath, [script], process.env);
  return new Child(pythonWith(module), [script], pythonEnvironment(settings.threads));
}

/** Every round begins with another contender, so that none always follows the same one. */
async function eachInTurn(runners, round, warn, action) {
  for (let i = 0; i < runners.length; i++) {
    const runner = runners[(i + round) % runners.length];
    if (runner.hasFailed) continue;
    try {
      await action(runner);
    } catch (error) {
      runner.hasFailed = true;
      warn(`${runner.contender.name} failed: ${error.message}`);
    }
  }
}

const isSlow = ({ rounds }, milliseconds) => rounds.every(({ seconds }) => 1000 * seconds > SLOW.turns * milliseconds);

async function time(runner, milliseconds) {
  runner.rounds.push(await runner.child.ask({ do: 'time', milliseconds }));
}

/** A contender whose threads spin while it waits takes time from the others: its row says so. */
async function noteTheRestless(runners) {
  const before = runners.map(({ child, hasFailed }) => (hasFailed ? null : child.cpuSeconds()));
  await wait(IDLE_MS);
  runners.forEach(({ child, notes, hasFailed }, i) => {
    if (hasFailed || before[i] === null || child.cpuSeconds() - before[i] < BUSY_SECONDS) return;
    notes.push('keeps a processor busy while it waits: the other rows are too slow');
  });
}
