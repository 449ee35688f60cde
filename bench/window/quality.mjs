/**
 * `npm run bench -- window-quality FILE [--seeds N] [--steps N]`: how well nanoGPT's CPU configuration learns in the app itself. The
 * app opens a new model of the text, trains by its own button with its charts and texts in sight, and saves the project, in which
 * the validation loss of the last step is read, as the app measures it every 250 steps; meanwhile tokens and frames a second are counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine, machineLine } from '../machine.mjs';
import { median } from '../statistics.mjs';
import { App } from './app.mjs';
import { coreSide } from './core-process.mjs';

const PRESET = 'gpt-char-small';
const TOKENS_PER_STEP = 12 * 64; // batch and context of the preset
const LONGEST_HOUR = 3_600_000;

/** @param surroundings { root, electron, env, args } */
export async function measureWindowQuality({ root, electron, env, args }) {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '3' }, steps: { type: 'string', default: '2000' } },
  });
  const [text] = positionals;
  if (text === undefined) throw new Error('Name a text file: npm run bench -- window-quality FILE');
  const [seeds, steps] = [Number(values.seeds), Number(values.steps)];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-window-quality-'));
  console.log(machineLine(describeMachine()));
  const losses = [];
  try {
    for (let seed = 1; seed <= seeds; seed++) {
      const file = path.join(folder, `seed-${seed}.weightroom`);
      coreSide({ root, electron }, ['make', file, JSON.stringify({ preset: PRESET, text: path.resolve(text), seed })]);
      const { seconds, framesPerSecond } = await train(await App.start(root, electron, env, file), steps);
      const loss = validationLoss({ root, electron }, file, steps);
      losses.push(loss);
      const speed = Math.round((steps * TOKENS_PER_STEP) / seconds);
      console.log(
        `seed ${seed}: validation loss ${loss.toFixed(4)} after ${steps} steps, ${seconds.toFixed(0)} s, ${speed} tokens/s with every ` +
          `measurement and text written, ${framesPerSecond.toFixed(1)} frames/s`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`median of ${losses.length}: ${median(losses).toFixed(4)}`);
  return 0;
}

async function train(app, steps) {
  const { page } = app;
  try {
    await page.keyboard.press('Alt+2');
    await page.getByRole('tab', { name: 'Model & training' }).click();
    const view = page.getByRole('tabpanel', { name: 'Model & training' });
    await view.getByRole('button', { name: 'Step by other lengths, run until' }).click();
    const field = page
      .getByRole('dialog', { name: 'Step and run until' })
      .getByRole('textbox', { name: 'For (steps)', exact: true });
    await field.fill(String(steps));
    await page.evaluate(countFrames);
    const started = performance.now();
    await field.press('Enter');
    await page.getByText(`${steps} steps are done`).waitFor({ timeout: LONGEST_HOUR });
    const seconds = (performance.now() - started) / 1000;
    const frames = await page.evaluate(() => window.benchmarkFrames());
    await page.keyboard.press('Control+s');
    await page.getByText(/^Saved as/).waitFor({ timeout: 60_000 });
    return { seconds, framesPerSecond: frames / seconds };
  } finally {
    await app.close();
  }
}

function validationLoss(surroundings, file, steps) {
  const { step, validationLoss: loss } = JSON.parse(coreSide(surroundings, ['measured', file]));
  if (step !== steps) throw new Error(`The app measured last at step ${step}; it measures every 250 steps.`);
  return loss;
}

/** Runs in the page. */
function countFrames() {
  let frames = 0;
  let goes = true;
  const tick = () => {
    frames++;
    if (goes) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.benchmarkFrames = () => {
    goes = false;
    return frames;
  };
}
