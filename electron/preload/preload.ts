/** The only bridge between page and main process: one named function per agreed call, and one to hear events. */
import { contextBridge, ipcRenderer } from 'electron';
import { hostCallNames, hostEventNames } from '../../core/protocol/names.ts';

const functions = Object.fromEntries(hostCallNames.map((name) => [name, (input: unknown) => call(name, input)]));

/** An error crosses as data, so that its message is not wrapped in the transport's words. */
async function call(name: string, input: unknown): Promise<unknown> {
  const answer = (await ipcRenderer.invoke(`host:${name}`, input)) as { output?: unknown; error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  return answer.output;
}

function on(name: string, listener: (content: unknown) => void): void {
  if (!(hostEventNames as readonly string[]).includes(name)) throw new Error(`There is no event "${name}".`);
  ipcRenderer.on(`host:${name}`, (_event, content: unknown) => listener(content));
}

contextBridge.exposeInMainWorld('weightroom', { ...functions, on });

// A port cannot cross the bridge, but it can be posted into the page's own window.
ipcRenderer.on('trainer-port', (event) => {
  window.postMessage({ type: 'trainer-port' }, location.origin, event.ports);
});
