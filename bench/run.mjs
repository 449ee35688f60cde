/**
 * The benchmark: Weightroom beside the libraries of the field, on the same tasks, in turn. `npm run bench` runs it in
 * Electron's own Node; docs/benchmarks.md says how to read what it prints.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { contenders } from './contenders/registry.mjs';
import { describeMachine, machineLine } from './machine.mjs';
import { measureCase } from './measure.mjs';
import { pythonWith } from './python.mjs';
import { reportTask } from './report.mjs';
import { writeTask } from './task-files.mjs';
import { tasks } from './tasks/registry.mjs';

const usage = `npm run bench -- [--task NAME,...] [--only CONTENDER,...] [--rounds N] [--json]
  tasks:      ${tasks.map(({ name }) => name).join(', ')}
  contenders: ${[...new Set(contenders.map(({ family }) => family))].join(', ')}`;

const say = (text) => console.error(`\x1b[2m› ${text}\x1b[0m`);

async function main() {
  const options = readOptions();
  if (!options) return;
  const machine = describeMachine();
  const present = options.contenders.filter(isPresent());
  const results = [];
  const failures = [];
  const warn = (text) => {
    say(text);
    failures.push(text);
  };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (removeFolder(), process.exit(130)));
  if (!options.json) console.log(machineLine(machine));
  try {
    for (const task of options.tasks) {
      const taking = present.filter(({ family }) => task.contenders?.includes(family) ?? true);
      const cases = [];
      for (const testCase of task.cases) {
        say(`${task.name}, ${testCase.name} ...`);
        writeTask(folder, { name: `${task.name}, ${testCase.name}`, ...testCase.make() });
        cases.push({ testCase, ...(await measureCase(testCase, taking, folder, options.rounds, warn)) });
        removeFolder();
      }
      if (!options.json) console.log(reportTask(task, cases, results));
      results.push({
        name: task.name,
        title: task.title,
        cases: cases.map(({ testCase, ...measured }) => ({ ...testCase, ...measured })), // JSON leaves `make` out
      });
    }
  } finally {
    removeFolder();
  }
  if (options.json) console.log(JSON.stringify({ machine, rounds: options.rounds, tasks: results, failures }));
  if (failures.length > 0) process.exitCode = 1;
}

/** @returns what was asked for; null after help was given */
function readOptions() {
  const { values } = parseArgs({
    options: {
      task: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return null;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a number from 1, not "${values.rounds}".`);
  return {
    rounds,
    json: values.json,
    tasks: chosen(tasks, ({ name }) => name, values.task, '--task'),
    contenders: chosen(contenders, ({ family }) => family, values.only, '--only'),
  };
}

function chosen(entries, nameOf, list, option) {
  if (!list) return entries;
  const names = list.split(',');
  const unknown = names.find((name) => !entries.some((entry) => nameOf(entry) === name));
  if (unknown !== undefined) throw new Error(`${option}: there is no "${unknown}".\n${usage}`);
  return entries.filter((entry) => names.includes(nameOf(entry)));
}

/** @returns a filter that leaves out what is not on this machine, and says so once */
function isPresent() {
  const said = new Set();
  const sayOnce = (text) => said.has(text) || (said.add(text), say(text));
  return ({ family, file, module }) => {
    if (!existsSync(path.join(import.meta.dirname, 'contenders', file))) {
      sayOnce(`bench/contenders/${file} does not exist: ${family} is left out.`);
      return false;
    }
    if (module && !pythonWith(module)) {
      sayOnce(`No Python 3 here can import numpy and ${module}: ${family} is left out.`);
      return false;
    }
    return true;
  };
}

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
