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

/** @param away other documents with unsaved changes, which only undo would bring back @returns what to do with the changes */
export async function askAboutChanges(
  window: BrowserWindow,
  title: string,
  away: readonly string[],
): Promise<'save' | 'discard' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes to "${title}"?`,
    detail: `What is not saved is lost when the window closes.${away.length > 0 ? ` So are the changes to ${listed(away)}, which undo would bring back.` : ''}`,
    buttons: ['Save', "Don't save", 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  return (['save', 'discard', 'cancel'] as const)[response] ?? 'cancel';
}

/** @param away documents with unsaved changes, which only undo would bring back */
export async function askAboutLosing(window: BrowserWindow, away: readonly string[]): Promise<'discard' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Close and lose the changes to ${listed(away)}?`,
    detail: 'They were never saved. Undo (Ctrl+Z) brings them back, so that they can be.',
    buttons: ['Cancel', 'Close'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1 ? 'discard' : 'cancel';
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
