/** The native dialogs: what may be opened, and where something is to be saved. */
import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { openKinds } from '../../core/protocol/contract.ts';

const kinds: Readonly<Record<(typeof openKinds)[number], readonly FileFilter[]>> = {
  project: [{ name: 'Weightroom project', extensions: ['weightroom'] }],
  parameters: [{ name: 'Parameters', extensions: ['json', 'safetensors'] }],
  data: [{ name: 'Table', extensions: ['csv', 'tsv', 'txt'] }],
  text: [{ name: 'Text', extensions: ['txt', 'md', 'csv', 'tsv', 'jsonl', 'ndjson'] }],
  tokenizer: [{ name: 'Tokenizer', extensions: ['json'] }],
  config: [{ name: "A model's config.json", extensions: ['json'] }],
  any: [
    { name: 'Everything that opens here', extensions: ['weightroom', 'csv', 'tsv', 'json', 'safetensors'] },
    { name: 'Weightroom project', extensions: ['weightroom'] },
  ],
};

export async function askWhatToOpen(window: BrowserWindow, kind: keyof typeof kinds): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [...kinds[kind], { name: 'All files', extensions: ['*'] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

export async function askWhereToSave(
  window: BrowserWindow,
  suggested: string,
  extension: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggested.replace(/[\\/:*?"<>|]/g, '-'),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  });
  if (canceled || !filePath) return null;
  return filePath.endsWith(`.${extension}`) ? filePath : `${filePath}.${extension}`;
}

/** @returns what to do with unsaved changes */
export async function askAboutChanges(window: BrowserWindow, title: string): Promise<'save' | 'discard' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes to "${title}"?`,
    detail: 'What is not saved is lost when the window closes.',
    buttons: ['Save', "Don't save", 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  return (['save', 'discard', 'cancel'] as const)[response] ?? 'cancel';
}
