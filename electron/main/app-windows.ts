/** All open windows, the one used last in front. */
import type { WebContents } from 'electron';
import { AppWindow } from './app-window.ts';

export class AppWindows {
  #open: readonly AppWindow[] = [];

  /** The window used last; null while there is none. */
  get current(): AppWindow | null {
    return this.#open[0] ?? null;
  }

  add(file: string | null): AppWindow {
    const added = new AppWindow(file, this.current);
    this.#open = [added, ...this.#open];
    added.browserWindow.on('focus', () => (this.#open = [added, ...this.#open.filter((other) => other !== added)]));
    added.browserWindow.on('closed', () => (this.#open = this.#open.filter((other) => other !== added)));
    return added;
  }

  /** Whose page this is; null for any other contents. */
  of(contents: WebContents): AppWindow | null {
    return this.#open.find(({ page }) => page === contents) ?? null;
  }
}
