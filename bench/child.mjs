/** A contender at work: one child process, asked one thing at a time over lines of JSON. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const ANSWER_LIMIT_MS = 15 * 60_000;
const TROUBLE_LIMIT = 2000; // characters of standard error that are kept

export class Child {
  #process;
  #waiting = null;
  #trouble = '';

  constructor(command, args, env) {
    this.#process = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.on('error', (error) => this.#fail(error.message));
    this.#process.on('exit', (code, signal) => this.#fail(`ended with ${signal ?? code}`));
    this.#process.stdin.on('error', () => undefined); // a child that is gone says so by its exit
    this.#process.stderr.setEncoding('utf8').on('data', (text) => {
      this.#trouble = (this.#trouble + text).slice(-TROUBLE_LIMIT);
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting?.resolve(JSON.parse(line)));
  }

  /** Sends one message. @returns its answer; an answer that is an error is thrown */
  async ask(message) {
    const reply = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('did not answer in time')), ANSWER_LIMIT_MS);
      const settle = (action) => (value) => {
        clearTimeout(timer);
        this.#waiting = null;
        action(value);
      };
      this.#waiting = { resolve: settle(resolve), reject: settle(reject) };
      if (this.#process.exitCode !== null) this.#fail(`ended with ${this.#process.exitCode}`);
      this.#process.stdin.write(`${JSON.stringify(message)}\n`);
    });
    if (reply.error) throw new Error(reply.error.trim());
    return reply;
  }

  /** @returns the processor time that it has used so far, or null where the system does not say */
  cpuSeconds() {
    if (process.platform !== 'linux') return null;
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100; // utime and stime, in hundredths of a second
  }

  stop() {
    this.#process.removeAllListeners('exit');
    this.#process.kill('SIGKILL');
  }

  #fail(what) {
    this.#waiting?.reject(new Error([what, this.#trouble.trim()].filter(Boolean).join('\n')));
  }
}
