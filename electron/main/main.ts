/** The main process: one window, one training process, the person's files. It computes nothing itself. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, clipboard, ipcMain, nativeTheme, shell, type WebContents } from 'electron';
import { looksLikeFragment } from '../../core/formats/clipboard.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { askAboutChanges, askWhatToOpen, askWhereToSave } from './dialogs.ts';
import { handleCalls } from './handle-calls.ts';
import { installMenu } from './menu.ts';
import { fileArgument, OpenedFiles, readPart } from './opened-files.ts';
import { PAGE_ORIGIN, registerPageScheme, servePage } from './page-protocol.ts';
import { confine, confineSession } from './security.ts';
import { TrainerHost } from './trainer-host.ts';
import { createWindow } from './window.ts';

const startedAt = performance.timeOrigin;
const here = import.meta.dirname;

let window: BrowserWindow | null = null;
let pageState = { title: 'Weightroom', isDirty: false };
let mayClose = false;
/** A file to open as soon as the page can be used. */
let waitingFile: string | null = null;
let isPageReady = false;

const files = new OpenedFiles();
const trainer = new TrainerHost((code) => {
  sendToPage('trainerExited', { code, reason: code === 0 ? 'it stopped' : `exit code ${code}` });
});

const page = (): WebContents | null => (window && !window.isDestroyed() ? window.webContents : null);
const sendToPage = (event: string, content: unknown): void => page()?.send(`host:${event}`, content);

registerPageScheme();
// Chromium refuses to run sandboxed as root; asking for both makes every child process die.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
confine(app);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => {
    window?.show();
    const file = fileArgument(argv.slice(1));
    if (file) void openFromOutside(file);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    void openFromOutside(file);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('quit', () => trainer.stop());
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  servePage(path.join(here, '../renderer'));
  installMenu(page);
  trainer.start();
  window = createWindow();
  confineSession(window.webContents.session);
  waitingFile = fileArgument(process.argv.slice(app.isPackaged ? 1 : 2));
  window.on('close', (event) => {
    if (mayClose || !pageState.isDirty) return;
    event.preventDefault();
    void closeWithChanges();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    console.error(`The page ended (${reason}); it is loaded again.`);
    window?.webContents.reload();
  });
  void window.loadURL(`${PAGE_ORIGIN}/`);
}

async function openFromOutside(file: string): Promise<void> {
  if (!isPageReady) {
    waitingFile = file;
    return;
  }
  try {
    sendToPage('fileOpened', await files.read(path.resolve(file)));
  } catch (error) {
    sendToPage('problem', { message: error instanceof Error ? error.message : String(error) });
  }
}

async function closeWithChanges(): Promise<void> {
  if (!window) return;
  const choice = await askAboutChanges(window, pageState.title);
  if (choice === 'save') sendToPage('saveRequested', {});
  if (choice === 'discard') closeNow();
}

function closeNow(): void {
  mayClose = true;
  window?.close();
}

const helpFiles = { readme: 'README.md', licences: 'THIRD-PARTY-NOTICES.md' } as const;

async function openHelp(name: keyof typeof helpFiles): Promise<void> {
  const file = path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), helpFiles[name]);
  const problem = await shell.openPath(file);
  if (problem !== '') throw new Error(`"${helpFiles[name]}" could not be shown: ${problem}. It lies at ${file}.`);
}

/** For a start without a display: what a person would have seen, as a picture. */
async function savePicture(file: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400)); // fonts and the first example are painted
  const image = await page()?.capturePage();
  if (image) await writeFile(file, image.toPNG());
  closeNow();
}

handleCalls(ipcMain, page, {
  ready: () => {
    isPageReady = true;
    const target = page();
    if (target) trainer.connect(target);
    if (waitingFile) void openFromOutside(waitingFile);
    waitingFile = null;
    const readyMs = Math.round(performance.timeOrigin + performance.now() - startedAt);
    if (process.env['WEIGHTROOM_TIMING']) console.log(`ready after ${readyMs} ms`);
    const picture = process.env['WEIGHTROOM_PICTURE'];
    if (picture) void savePicture(picture);
    return {
      version: app.getVersion(),
      electron: process.versions.electron,
      isUnofficialRuntime: existsSync(path.join(process.resourcesPath, 'unofficial-runtime')),
      platform: process.platform,
    };
  },
  openFile: async ({ kind }) => {
    const file = window && (await askWhatToOpen(window, kind));
    return file ? files.read(file, kind === 'text') : null;
  },
  readPart: async ({ handle, offset, length }) => ({ bytes: await readPart(files.pathOf(handle), offset, length) }),
  saveProject: async ({ handle, suggestedName, bytes }) => {
    const file =
      handle !== null ? files.pathOf(handle) : window && (await askWhereToSave(window, suggestedName, 'weightroom'));
    if (!file) return null;
    await writeAtomically(file, bytes);
    return { handle: handle ?? files.register(file), name: path.basename(file) };
  },
  exportFile: async ({ suggestedName, extension, bytes }) => {
    const file = window && (await askWhereToSave(window, suggestedName, extension));
    if (!file) return null;
    await writeAtomically(file, bytes);
    return { name: path.basename(file) };
  },
  setWindowState: ({ title, isDirty }) => {
    pageState = { title, isDirty };
    window?.setTitle(`${isDirty ? '• ' : ''}${title} – Weightroom`);
    window?.setDocumentEdited(isDirty);
    return {};
  },
  setTheme: ({ theme }) => {
    nativeTheme.themeSource = theme;
    return {};
  },
  restartTrainer: () => {
    trainer.start();
    const target = page();
    if (target) trainer.connect(target);
    return {};
  },
  readCopiedLayers: async () => {
    const text = await clipboard.readText();
    return { text: looksLikeFragment(text) ? text : null };
  },
  openHelp: async ({ page: name }) => {
    await openHelp(name);
    return {};
  },
  closeWindow: ({ discardChanges }) => {
    if (discardChanges) closeNow();
    else window?.close();
    return {};
  },
});
