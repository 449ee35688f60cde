/** What the main process does for the page of one window. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, clipboard, nativeTheme, shell } from 'electron';
import { looksLikeFragment } from '../../core/formats/clipboard.ts';
import type { Handlers } from '../../core/protocol/channel.ts';
import type { hostCalls } from '../../core/protocol/contract.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import type { AppWindow } from './app-window.ts';
import { askWhatToOpen, askWhereToSave } from './dialogs.ts';
import { readPart } from './opened-files.ts';

const helpFiles = { readme: 'README.md', licences: 'THIRD-PARTY-NOTICES.md' } as const;

/** @param openWindow makes one more window @param onReady told when the page can be used */
export function hostHandlers(
  window: AppWindow,
  openWindow: () => void,
  onReady: (window: AppWindow) => void,
): Handlers<typeof hostCalls> {
  const { files, browserWindow } = window;
  return {
    ready: () => {
      window.becomeReady();
      onReady(window);
      return {
        version: app.getVersion(),
        electron: process.versions.electron,
        isUnofficialRuntime: existsSync(path.join(process.resourcesPath, 'unofficial-runtime')),
        platform: process.platform,
      };
    },
    openFile: async ({ kind }) => {
      const file = await askWhatToOpen(browserWindow, kind);
      return file ? files.read(file, kind === 'text') : null;
    },
    readPart: async ({ handle, offset, length }) => ({ bytes: await readPart(files.pathOf(handle), offset, length) }),
    saveProject: async ({ handle, suggestedName, bytes }) => {
      const file =
        handle !== null ? files.pathOf(handle) : await askWhereToSave(browserWindow, suggestedName, 'weightroom');
      if (!file) return null;
      await writeAtomically(file, bytes);
      return { handle: handle ?? files.register(file), name: path.basename(file) };
    },
    exportFile: async ({ suggestedName, extension, bytes }) => {
      const file = await askWhereToSave(browserWindow, suggestedName, extension);
      if (!file) return null;
      await writeAtomically(file, bytes);
      return { name: path.basename(file) };
    },
    setWindowState: (state) => {
      window.setState(state);
      return {};
    },
    setTheme: ({ theme }) => {
      nativeTheme.themeSource = theme;
      return {};
    },
    restartTrainer: () => {
      window.restartTrainer();
      return {};
    },
    openWindow: () => {
      openWindow();
      return {};
    },
    readCopiedLayers: async () => {
      const text = await clipboard.readText();
      return { text: looksLikeFragment(text) ? text : null };
    },
    openHelp: async ({ page }) => {
      await openHelp(page);
      return {};
    },
    closeWindow: ({ discardChanges }) => {
      if (discardChanges) window.closeNow();
      else browserWindow.close();
      return {};
    },
  };
}

async function openHelp(name: keyof typeof helpFiles): Promise<void> {
  const file = path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), helpFiles[name]);
  const problem = await shell.openPath(file);
  if (problem !== '') throw new Error(`"${helpFiles[name]}" could not be shown: ${problem}. It lies at ${file}.`);
}
