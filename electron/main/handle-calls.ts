/** Answers the page's calls: who asks and what is asked are checked first, and an error goes back as data. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { handle, type Handlers } from '../../core/protocol/channel.ts';
import { hostCalls } from '../../core/protocol/contract.ts';
import { toCrossedError } from '../../core/protocol/errors.ts';
import { isFromPage } from './security.ts';

export function handleCalls(
  ipcMain: IpcMain,
  page: () => WebContents | null,
  handlers: Handlers<typeof hostCalls>,
): void {
  for (const name of Object.keys(hostCalls)) {
    ipcMain.handle(`host:${name}`, (event, input: unknown) => answer(event, name, input, page(), handlers));
  }
}

async function answer(
  event: IpcMainInvokeEvent,
  name: string,
  input: unknown,
  page: WebContents | null,
  handlers: Handlers<typeof hostCalls>,
): Promise<unknown> {
  if (!isFromPage(event, page))
    return { error: { code: 'foreign-sender', message: 'Only the app’s own page may ask.', details: null } };
  try {
    return { output: await handle(name, input, hostCalls, handlers) };
  } catch (error) {
    return { error: toCrossedError(error) };
  }
}
