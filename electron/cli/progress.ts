/** A line about how far training is: step, loss, rate, time left. On a terminal it is written over, elsewhere now and then. */
import type { Surroundings } from './command.ts';

const TERMINAL_MS = 100;
const ELSEWHERE_MS = 2000;

export class Progress {
  readonly #surroundings: Surroundings;
  readonly #total: number;
  readonly #startedAt: number;
  #shownAt: number;
  #longest = 0;

  constructor(total: number, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#total = total;
    this.#startedAt = surroundings.now();
    this.#shownAt = this.#startedAt;
  }

  /** @param loss of the last step; null before the first */
  show(done: number, loss: number | null): void {
    const { now, isTerminal } = this.#surroundings;
    const time = now();
    if (done < this.#total && time - this.#shownAt < (isTerminal ? TERMINAL_MS : ELSEWHERE_MS)) return;
    this.#shownAt = time;
    const seconds = (time - this.#startedAt) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const parts = [`step ${done}/${this.#total}`];
    if (loss !== null) parts.push(`loss ${loss.toPrecision(4)}`);
    if (rate > 0) {
      parts.push(
        rate < 1 ? `${duration(1 / rate)} a step` : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} steps/s`,
      );
      parts.push(done < this.#total ? `${duration((this.#total - done) / rate)} left` : `took ${duration(seconds)}`);
    }
    this.#write(parts.join('  '), done >= this.#total);
  }

  #write(line: string, isLast: boolean): void {
    const { note, isTerminal } = this.#surroundings;
    if (!isTerminal) {
      note(`${line}\n`);
      return;
    }
    this.#longest = Math.max(this.#longest, line.length);
    note(`\r${line.padEnd(this.#longest)}${isLast ? '\n' : ''}`);
  }
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
