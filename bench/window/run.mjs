/**
 * `npm run bench -- window`: what the real window costs while it trains. Opens networks of growing size in the built app, reads
 * Chromium's own trace of the page's thread, and compares the training process with the same loop without a window.
 * docs/benchmarks.md says how to read it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine, machineLine } from '../machine.mjs';
import { median } from '../statistics.mjs';
import { App } from './app.mjs';
import { coreSide } from './core-process.mjs';
import { keyToPixel } from './pixel.mjs';
import { reportWindow } from './report.mjs';
import { knobCurve, longRun, scenes } from './scenes.mjs';
import { traced } from './trace.mjs';

const usage = `npm run bench -- window [--only SCENE,...] [--rounds N] [--seconds S] [--json]
  scenes: ${[...scenes, longRun, knobCurve].map(({ name }) => name).join(', ')}`;

const say = (text) => console.error(`\x1b[2m› ${text}\x1b[0m`);
const WARM_MS = 1500;
const TURNS = 30;

/** @param surroundings { root, electron, env, args } */
export async function measureWindow({ root, electron, env, args }) {
  const options = readOptions(args);
  if (!options) return 0;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-window-bench-'));
  const kernels = path.join(root, 'out/electron');
  const core = (...words) => coreSide({ root, electron }, words);
  try {
    const machine = { ...describeMachine(), ...versionsOf(electron) };
    if (!options.json) console.log(machineLine(machine));
    const results = [];
    const failures = [];
    for (const scene of options.scenes) {
      say(`${scene.title} ...`);
      const file = path.join(folder, `${scene.name}.weightroom`);
      core('make', file, JSON.stringify({ ...scene, kernels }));
      try {
        results.push(await measureScene(scene, file, { root, electron, env, kernels, core, ...options }));
      } catch (error) {
        failures.push(`${scene.title}: ${error.message}`); // the others are still worth their time
      }
    }
    const chart = options.withChart
      ? await measureChart(folder, { root, electron, env, kernels, core, ...options })
      : null;
    if (options.withCurve) say(`${knobCurve.title} ...`);
    const curves = options.withCurve ? JSON.parse(core('curve')) : [];
    if (options.json) console.log(JSON.stringify({ machine, scenes: results, chart, curves }));
    else console.log(reportWindow(results, chart, curves));
    for (const failure of failures) say(failure);
    return failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In each round the window trains, then the loop without one, both for the same time. */
async function measureScene(scene, file, { root, electron, env, kernels, core, rounds, seconds }) {
  const app = await App.start(root, electron, env, file);
  try {
    const found = [];
    for (let round = 0; round < rounds; round++) {
      await app.toggleTraining();
      await app.page.waitForTimeout(WARM_MS);
      const window = await app.duringTraining(() => app.page.waitForTimeout(1000 * seconds));
      const frames = await traced(app, () => app.page.waitForTimeout(1000 * seconds));
      await app.toggleTraining();
      await app.page.waitForTimeout(300);
      const alone = JSON.parse(core('train', file, kernels, String(WARM_MS), String(1000 * seconds)));
      found.push({ window, alone, frames });
    }
    const pixel = scene.preset ? [] : await turnedKnob(app); // a block's weights are knobs once it is opened
    return { ...scene, ...summary(found), pixel };
  } finally {
    await app.close();
  }
}

/** Chooses an edge and turns its knob. null where an edge cannot be chosen by the table of parameters. */
async function turnedKnob(app) {
  const { page } = app;
  await page.getByRole('region', { name: 'What the network says' }).getByText('Parameters', { exact: true }).click();
  await page
    .locator('.detail [role="grid"] [role="gridcell"], .detail [role="grid"] [role="rowheader"]')
    .first()
    .click();
  const knob = page.locator('.inspector [role="slider"]').first();
  await knob.focus();
  return keyToPixel(app, TURNS);
}

function summary(found) {
  const frames = (key) => found.flatMap((round) => round.frames[key]);
  const speed = ({ steps, wall }) => steps / wall;
  const perProcessor = ({ steps, cpu }) => (cpu === null ? NaN : steps / cpu);
  return {
    fps: median(found.map((round) => round.frames.fps)),
    script: frames('script'),
    processor: frames('processor'),
    busy: frames('busy'),
    longest: Math.max(...found.map((round) => round.frames.longest)),
    longestProcessor: Math.max(...found.map((round) => round.frames.longestProcessor)),
    stepsPerSecond: {
      window: median(found.map(({ window }) => speed(window))),
      alone: median(found.map(({ alone }) => speed(alone))),
    },
    slowdown: median(found.map(({ window, alone }) => 1 - speed(window) / speed(alone))),
    slowdownByProcessor: median(found.map(({ window, alone }) => 1 - perProcessor(window) / perProcessor(alone))),
  };
}

/** A million steps on the chart: what a frame costs while more are added, while it is zoomed, and while it is moved. */
async function measureChart(folder, { root, electron, env, kernels, core, seconds }) {
  say(`${longRun.title} ...`);
  const file = path.join(folder, `${longRun.name}.weightroom`);
  core('make', file, JSON.stringify({ ...longRun, kernels }));
  const app = await App.start(root, electron, env, file);
  const { page } = app;
  try {
    const chart = page.getByRole('slider', { name: 'Loss over steps' });
    const box = await chart.boundingBox();
    const [x, y] = [box.x + box.width * 0.4, box.y + box.height / 2];
    await app.toggleTraining();
    await page.waitForTimeout(WARM_MS);
    const append = await traced(app, () => page.waitForTimeout(1000 * seconds));
    await app.toggleTraining();
    await page.waitForTimeout(500);
    await page.mouse.move(x, y);
    const zoom = await traced(app, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, i < 40 ? -60 : 60);
    });
    const pan = await traced(app, async () => {
      await page.mouse.down();
      for (let i = 0; i < 60; i++) await page.mouse.move(x + 2 * (i < 30 ? i : 60 - i), y);
      await page.mouse.up();
    });
    return { title: longRun.title, append, zoom, pan };
  } finally {
    await app.close();
  }
}

/** Of the runtime that the app has; this program is an ordinary Node's. */
function versionsOf(electron) {
  const { stdout } = spawnSync(electron, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  const versions = JSON.parse(stdout);
  return { electron: versions.electron, node: `v${versions.node}` };
}

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return null;
  }
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a number from 1, not "${values.rounds}".`);
  if (!(seconds >= 1)) throw new Error(`--seconds is a number from 1, not "${values.seconds}".`);
  const names = values.only?.split(',') ?? null;
  const unknown = names?.find((name) => ![...scenes, longRun, knobCurve].some((scene) => scene.name === name));
  if (unknown !== undefined) throw new Error(`--only: there is no "${unknown}".\n${usage}`);
  const wanted = ({ name }) => names === null || names.includes(name);
  return {
    rounds,
    seconds,
    json: values.json,
    scenes: scenes.filter(wanted),
    withChart: wanted(longRun),
    withCurve: wanted(knobCurve),
  };
}
