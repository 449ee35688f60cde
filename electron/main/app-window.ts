/** One window: its page, a training process of its own, the files that were opened in it, and what it has not saved. */
import path from 'node:path';
import type { WebContents } from 'electron';
import type { hostCalls, InputOf } from '../../core/protocol/contract.ts';
import { askAboutChanges, askAboutLosing } from './dialogs.ts';
import { OpenedFiles } from './opened-files.ts';
import { PAGE_ORIGIN } from './page-protocol.ts';
import { confineSession } from './security.ts';
import { TrainerHost } from './trainer-host.ts';
import { createWindow } from './window.ts';

export class AppWindow {
  readonly files = new OpenedFiles();
  readonly browserWindow;
  readonly #trainer: TrainerHost;
  #state: InputOf<typeof hostCalls.setWindowState> = { title: 'Weightroom', isDirty: false, away: [] };
  #mayClose = false;
  #isPageReady = false;
  /** A file to open as soon as the page can be used. */
  #waitingFile: string | null;

  /** @param file to open at once @param beside a window beside which this one appears */
  constructor(file: string | null, beside: AppWindow | null) {
    this.#waitingFile = file;
    this.#trainer = new TrainerHost((code) => {
      this.send('trainerExited', { code, reason: code === 0 ? 'it stopped' : `exit code ${code}` });
    });
    this.#trainer.start();
    this.browserWindow = createWindow(beside?.browserWindow.getNormalBounds() ?? null);
    const { webContents } = this.browserWindow;
    confineSession(webContents.session);
    this.browserWindow.on('close', (event) => {
      const { isDirty, away } = this.#state;
      if (this.#mayClose || (!isDirty && away.length === 0)) return;
      event.preventDefault();
      void this.#closeWithChanges();
    });
    this.browserWindow.on('closed', () => this.#trainer.stop());
    webContents.on('render-process-gone', (_event, { reason }) => {
      console.error(`The page ended (${reason}); it is loaded again.`);
      webContents.reload();
    });
    void this.browserWindow.loadURL(`${PAGE_ORIGIN}/`);
  }

  /** null once the window is closed. */
  get page(): WebContents | null {
    return this.browserWindow.isDestroyed() ? null : this.browserWindow.webContents;
  }

  send(event: string, content: unknown): void {
    this.page?.send(`host:${event}`, content);
  }

  /** The page can be used: it gets the training process's port, and the file that waited for it. */
  becomeReady(): void {
    this.#isPageReady = true;
    this.connectTrainer();
    const file = this.#waitingFile;
    this.#waitingFile = null;
    if (file !== null) void this.openFile(file);
  }

  connectTrainer(): void {
    if (this.page) this.#trainer.connect(this.page);
  }

  restartTrainer(): void {
    this.#trainer.start();
    this.connectTrainer();
  }

  /** Opens a file that the desktop or the command line named. */
  async openFile(file: string): Promise<void> {
    if (!this.#isPageReady) {
      this.#waitingFile = file;
      return;
    }
    try {
      this.send('fileOpened', await this.files.read(path.resolve(file)));
    } catch (error) {
      this.send('problem', { message: error instanceof Error ? error.message : String(error) });
    }
  }

  setState(state: InputOf<typeof hostCalls.setWindowState>): void {
    const { title, isDirty } = state;
    this.#state = state;
    this.browserWindow.setTitle(`${isDirty ? '• ' : ''}${title} – Weightroom`);
    this.browserWindow.setDocumentEdited(isDirty);
  }

  /** Closes without asking. */
  closeNow(): void {
    this.#mayClose = true;
    this.browserWindow.close();
  }

  async #closeWithChanges(): Promise<void> {
    const { title, isDirty, away } = this.#state;
    const ask = isDirty ? askAboutChanges(this.browserWindow, title, away) : askAboutLosing(this.browserWindow, away);
    const choice = await ask;
    if (choice === 'save') this.send('saveRequested', {});
    if (choice === 'discard') this.closeNow();
  }
}
