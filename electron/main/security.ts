/** What no page may ever do, whatever it contains: leave, open windows, ask for permissions, reach the network. */
import type { App, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-protocol.ts';

const allowedPermissions = new Set(['clipboard-sanitized-write']);

export function confine(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault: () => void }): void => event.preventDefault();
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', stay);
    // Chromium asks nobody before it shows a blank page: whoever got there is brought back.
    contents.on('did-navigate', (_event, url) => {
      if (!url.startsWith(`${PAGE_ORIGIN}/`)) void contents.loadURL(`${PAGE_ORIGIN}/`);
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowedPermissions.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !/^(app|devtools|blob|data):/.test(details.url) });
  });
}

/** Whether a message comes from our page itself: its top frame, our origin, our window. */
export function isFromPage(
  event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>,
  window: WebContents | null,
): boolean {
  const frame = event.senderFrame;
  if (!frame || !window || event.sender !== window || frame !== window.mainFrame) return false;
  return new URL(frame.url).origin === PAGE_ORIGIN || frame.url.startsWith(`${PAGE_ORIGIN}/`);
}
