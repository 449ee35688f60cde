/** The main process: windows, each with a training process of its own, and the person's files. It computes nothing itself. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, ipcMain } from 'electron';
import type { AppWindow } from './app-window.ts';
import { AppWindows } from './app-windows.ts';
import { handleCalls } from './handle-calls.ts';
import { hostHandlers } from './host-handlers.ts';
import { installMenu } from './menu.ts';
import { fileArgument } from './opened-files.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { confine } from './security.ts';

const startedAt = performance.timeOrigin;
const here = import.meta.dirname;
const windows = new AppWindows();

registerPageScheme();
// Chromium refuses to run sandboxed as root; asking for both makes every child process die.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
confine(app);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => openFromOutside(fileArgument(argv.slice(1))));
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openFromOutside(file);
  });
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  servePage(path.join(here, '../renderer'));
  installMenu(() => windows.current?.page ?? null);
  openWindow(fileArgument(process.argv.slice(app.isPackaged ? 1 : 2)));
}

function openWindow(file: string | null): void {
  windows.add(file);
}

/** The desktop named a file, or the app was started once more: the window used last takes it. */
function openFromOutside(file: string | null): void {
  const { current } = windows;
  if (!current) return;
  current.browserWindow.show();
  if (file !== null) void current.openFile(file);
}

function tellReady(window: AppWindow): void {
  const readyMs = Math.round(performance.timeOrigin + performance.now() - startedAt);
  if (process.env['WEIGHTROOM_TIMING']) console.log(`ready after ${readyMs} ms`);
  const picture = process.env['WEIGHTROOM_PICTURE'];
  if (picture) void savePicture(window, picture);
}

/** For a start without a display: what a person would have seen, as a picture. */
async function savePicture(window: AppWindow, file: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400)); // fonts and the first example are painted
  const image = await window.page?.capturePage();
  if (image) await writeFile(file, image.toPNG());
  window.closeNow();
}

handleCalls(ipcMain, windows, (window) => hostHandlers(window, () => openWindow(null), tellReady));
