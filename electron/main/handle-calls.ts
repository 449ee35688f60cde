/** Answers the calls of the windows' pages: who asks and what is asked are checked first, and an error goes back as data. */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { handle, type Handlers } from '../../core/protocol/channel.ts';
import { hostCalls } from '../../core/protocol/contract.ts';
import { toCrossedError } from '../../core/protocol/errors.ts';
import type { AppWindow } from './app-window.ts';
import type { AppWindows } from './app-windows.ts';
import { isFromPage } from './security.ts';

type HandlersFor = (window: AppWindow) => Handlers<typeof hostCalls>;

export function handleCalls(ipcMain: IpcMain, windows: AppWindows, handlersFor: HandlersFor): void {
  for (const name of Object.keys(hostCalls)) {
    ipcMain.handle(`host:${name}`, (event, input: unknown) => {
      return answer(event, name, input, windows.of(event.sender), handlersFor);
    });
  }
}

async function answer(
  event: IpcMainInvokeEvent,
  name: string,
  input: unknown,
  window: AppWindow | null,
  handlersFor: HandlersFor,
): Promise<unknown> {
  if (!window || !isFromPage(event, window.page))
    return { error: { code: 'foreign-sender', message: 'Only the app’s own page may ask.', details: null } };
  try {
    return { output: await handle(name, input, hostCalls, handlersFor(window)) };
  } catch (error) {
    return { error: toCrossedError(error) };
  }
}
