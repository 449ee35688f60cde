/** What the figures were measured on. */
import os from 'node:os';

export function describeMachine() {
  return {
    processor: os.cpus()[0]?.model ?? 'unknown processor',
    cores: os.availableParallelism(),
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    electron: process.versions.electron ?? null,
    node: process.version,
    loadAtStart: os.loadavg()[0],
  };
}

export function machineLine({ processor, cores, memoryGigabytes, system, electron, node, loadAtStart }) {
  const runtime = electron ? `Electron ${electron} (Node ${node.slice(1)})` : `Node ${node.slice(1)}, not Electron's`;
  const load = loadAtStart > 0.3 * cores ? `; others were at work on it (load ${loadAtStart.toFixed(1)})` : '';
  return `${processor}, ${cores} cores, ${memoryGigabytes} GB, ${system}; ${runtime}${load}`;
}
