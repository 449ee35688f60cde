/**
 * Trains the language models that come with the app anew and compares: `node electron/tools/ready-made.mjs [--write]`. The portable
 * float64 kernels, and float32 without fused multiply-add, give the same bits on every machine, so that the very files come out
 * that are in assets/models.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensurePackages, inRoot, main } from './setup.mjs';

/** Preset, steps and seed of each file, how it is computed, and the SHA-256 of its parameters. */
const models = [
  {
    file: 'names.weightroom',
    preset: 'gpt-names',
    steps: 2000,
    seed: 1,
    precision: ['--precision', 'float64'],
    sha256: '541b7fbc5befd1848eaf64172f82bb17c02e2d19f9742466378e73b228911454',
  },
  {
    file: 'sentences.weightroom',
    preset: 'gpt-sentences',
    steps: 800,
    seed: 1,
    precision: ['--precision', 'float64'],
    sha256: '86ee7f68411a9b6bafbbaed1a51783fe3862dd93740beb3a4916aa1dc84a65b4',
  },
  {
    file: 'verses.weightroom',
    preset: 'gpt-verses',
    steps: 4000,
    seed: 1,
    precision: ['--precision', 'float32', '--no-fma'],
    sha256: '4e9d8c0ec581f3281df1d2c99a9b998d97dd80f66cf9f60df4abd17b24bbb0c2',
  },
];

await main(() => {
  ensurePackages();
  ensureBuild();
  const folder = mkdtempSync(join(tmpdir(), 'weightroom-models-'));
  const isWriting = process.argv.includes('--write');
  let differing = 0;
  for (const { file, preset, steps, seed, precision, sha256 } of models) {
    const made = join(folder, file);
    const program = [inRoot('out/electron/cli.js'), 'train', `preset:${preset}`];
    const options = ['--steps', `${steps}`, '--seed', `${seed}`, ...precision, '--save', made, '--json'];
    const { status, stdout } = spawnSync(process.execPath, [...program, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${preset} was not trained; see above.`);
    const summary = JSON.parse(stdout);
    const isSame = summary.sha256 === sha256;
    if (!isSame) differing++;
    console.log(`${file}: validation loss ${summary.validationLoss}, ${isSame ? 'the same bits' : summary.sha256}`);
    if (isWriting) copyFileSync(made, inRoot(`assets/models/${file}`));
  }
  rmSync(folder, { recursive: true });
  return differing === 0 ? 0 : 1;
});
