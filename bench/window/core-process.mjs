/** The window's benchmark calls core-side.mjs, as built, in Electron's own Node. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** @returns what it printed */
export function coreSide({ root, electron }, words) {
  const args = [path.join(root, 'out/bench/window/core-side.js'), ...words];
  const { status, stdout, stderr } = spawnSync(electron, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`core-side ${words[0]} failed: ${stderr}`);
  return stdout;
}
