/** Owns the training process: starts it, hands its port to the page, and says when it ended without being asked to. */
import path from 'node:path';
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';

export class TrainerHost {
  readonly #onExit: (code: number) => void;
  #process: UtilityProcess | null = null;

  constructor(onExit: (code: number) => void) {
    this.#onExit = onExit;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** A fresh process; one that is still there is ended first. */
  start(): void {
    this.stop();
    const started = utilityProcess.fork(path.join(import.meta.dirname, 'trainer.js'), [], {
      serviceName: 'Weightroom training',
    });
    this.#process = started;
    started.on('exit', (code) => {
      if (this.#process !== started) return; // ended by us
      this.#process = null;
      this.#onExit(code);
    });
  }

  /** Both ends of a new channel: one to the process, one straight to the page, so that main is never in the data's way. */
  connect(page: WebContents): void {
    if (!this.#process) this.start();
    const { port1, port2 } = new MessageChannelMain();
    this.#process?.postMessage({ type: 'port' }, [port1]);
    page.postMessage('trainer-port', null, [port2]);
  }

  stop(): void {
    const running = this.#process;
    this.#process = null;
    running?.kill();
  }
}
