/** How much of the machine other programs took while the benchmark ran: what makes figures worth less, or worthless. */
import os from 'node:os';

export class OthersMeter {
  #runners;
  #before;

  constructor(runners) {
    this.#runners = runners;
    this.#before = this.#read();
  }

  /** @returns 0 .. 1 of all processors since the start; null where the system does not say */
  share() {
    const now = this.#read();
    if (now.ours === null || this.#before.ours === null) return null;
    const others = now.busy - this.#before.busy - (now.ours - this.#before.ours);
    return Math.max(0, others / (now.total - this.#before.total));
  }

  /** Seconds, over all processors. */
  #read() {
    let busy = 0;
    let total = 0;
    for (const { times } of os.cpus()) {
      const used = times.user + times.nice + times.sys + times.irq;
      busy += used / 1000;
      total += (used + times.idle) / 1000;
    }
    const seconds = this.#runners.map(({ child, hasFailed }) => (hasFailed ? null : child.cpuSeconds()));
    const { user, system } = process.cpuUsage();
    const ours = seconds.includes(null) ? null : seconds.reduce((sum, value) => sum + value, (user + system) / 1e6);
    return { busy, total, ours };
  }
}
