/** Finds a Python that has what a contender imports, and the environment in which it is at its best. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const found = new Map();

/** @returns the first Python that can import `module`, or null */
export function pythonWith(module) {
  if (!found.has(module)) {
    const candidates = process.platform === 'win32' ? ['python'] : ['/usr/bin/python3', 'python3'];
    const canImport = (python) =>
      spawnSync(python, ['-c', `import numpy, ${module}`], { stdio: 'ignore' }).status === 0;
    found.set(module, candidates.find(canImport) ?? null);
  }
  return found.get(module);
}

/**
 * So many threads; no processor type forced upon OpenBLAS from outside; and, where Debian has both, OpenBLAS over OpenMP,
 * which shares PyTorch's threads: the one over pthreads has its own, and two threads are then slower than one.
 */
export function pythonEnvironment(threads) {
  const env = { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  env.PYTHONDONTWRITEBYTECODE = '1'; // no __pycache__ beside the sources
  for (const name of ['OPENBLAS_CORETYPE', 'MKL_NUM_THREADS', 'ELECTRON_RUN_AS_NODE']) delete env[name];
  const folder = openmpFolder();
  if (folder) env.LD_LIBRARY_PATH = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return env;
}

function openmpFolder() {
  if (process.platform !== 'linux' || !existsSync('/usr/lib')) return null;
  return (
    readdirSync('/usr/lib')
      .map((name) => path.join('/usr/lib', name, 'openblas-openmp'))
      .find(existsSync) ?? null
  );
}
