/** A window: how it is made, where it was, and what colour it has before the page is there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  nativeTheme,
  screen,
  type BrowserWindowConstructorOptions,
  type Rectangle,
} from 'electron';
import * as v from 'valibot';
import { writeAtomically } from '../files/atomic-write.ts';

const MINIMUM = { width: 1000, height: 660 };
const boundsSchema = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });

/** Every security setting of the page, spelled out although most are defaults. */
export const webPreferences = {
  preload: path.join(import.meta.dirname, 'preload.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  spellcheck: false,
  backgroundThrottling: false,
} as const satisfies BrowserWindowConstructorOptions['webPreferences'];

/** Pixels by which a window is moved from the one beside which it appears. */
const CASCADE = 28;

/** @param beside the bounds of the window that was there before */
export function createWindow(beside: Rectangle | null): BrowserWindow {
  const moved = beside && { ...beside, x: beside.x + CASCADE, y: beside.y + CASCADE };
  const window = new BrowserWindow({
    ...(moved ?? rememberedBounds() ?? { width: 1280, height: 800 }),
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    show: false,
    title: 'Weightroom',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#121316' : '#f7f7f5',
    webPreferences,
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => void rememberBounds(window.getNormalBounds()));
  return window;
}

const boundsFile = (): string => path.join(app.getPath('userData'), 'window.json');

/** Where the window was, when that place still is on a screen. */
function rememberedBounds(): Rectangle | null {
  let text: string;
  try {
    text = readFileSync(boundsFile(), 'utf8');
  } catch {
    return null; // a first start has no file
  }
  const bounds = v.safeParse(v.pipe(v.string(), v.parseJson(), boundsSchema), text);
  if (!bounds.success) return null;
  const { x, y, width, height } = bounds.output;
  const isSeen = screen.getAllDisplays().some(({ workArea }) => {
    const isAcross = x < workArea.x + workArea.width - 100 && x + width > workArea.x + 100;
    return isAcross && y >= workArea.y - 20 && y < workArea.y + workArea.height - 60;
  });
  return isSeen ? { x, y, width: Math.max(width, MINIMUM.width), height: Math.max(height, MINIMUM.height) } : null;
}

async function rememberBounds(bounds: Rectangle): Promise<void> {
  try {
    await writeAtomically(boundsFile(), new TextEncoder().encode(JSON.stringify(bounds)));
  } catch (error) {
    console.error('The window position could not be kept:', error);
  }
}
