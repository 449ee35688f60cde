/** The built app in real Electron, with a profile of its own; any error in the page fails the test. */
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const isRoot = process.getuid?.() === 0;

/** What went wrong in the page that the person would not see. */
interface PageWatch {
  readonly errors: string[];
  readonly violations: () => Promise<string[]>;
}

interface Fixtures {
  readonly profile: string;
  readonly arguments: readonly string[];
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly watch: PageWatch;
}

/** What each attempt to start may take: most are there within two seconds, and a busy machine gets longer ones. */
const LAUNCH_MS = [4000, 6000, 10_000, 15_000, 20_000] as const;

/** On a busy machine Playwright's two debuggers sometimes miss each other's start; the app itself is up, so try again. */
async function launch(profile: string, more: readonly string[], attempt = 0): Promise<ElectronApplication> {
  try {
    return await _electron.launch({
      chromiumSandbox: !isRoot,
      executablePath: createRequire(import.meta.url)('electron') as unknown as string,
      args: [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu', `--user-data-dir=${profile}`, root, ...more],
      cwd: root,
      timeout: LAUNCH_MS[attempt]!,
    });
  } catch (error) {
    const isLate = error instanceof Error && error.message.includes('Timeout');
    if (!isLate || attempt === LAUNCH_MS.length - 1) throw error;
    return launch(profile, more, attempt + 1);
  }
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern
  profile: async ({}, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'weightroom-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  arguments: [[], { option: true }],
  app: async ({ profile, arguments: more }, use) => {
    const app = await launch(profile, more);
    await use(app);
    // Nobody is there to answer whether to save.
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
    });
    await app.close();
  },
  watch: async ({ app }, use) => {
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    const listen = (): void => {
      const found: string[] = [];
      Object.assign(window, { foundViolations: found });
      document.addEventListener('securitypolicyviolation', (event) => {
        found.push(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    };
    await page.addInitScript(listen);
    await page.evaluate(listen);
    await use({
      errors,
      violations: () => page.evaluate(() => (window as unknown as { foundViolations: string[] }).foundViolations),
    });
  },
  page: async ({ app, watch }, use) => {
    const page = await app.firstWindow();
    await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
    await use(page);
    base.expect(await watch.violations(), 'content security policy violations').toEqual([]);
    base.expect(watch.errors, 'errors in the page').toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** Answers the next native save dialog with a path, as a person would by choosing it. */
export async function answerSaveDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

export async function answerOpenDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, filePath);
}

/** Drops a file on the window, whichever place is shown. */
export async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ file, content }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], file));
      return data;
    },
    { file: name, content: bytes.toString('base64') },
  );
  await page.locator('.window').dispatchEvent('dragover', { dataTransfer: transfer });
  await page.locator('.window').dispatchEvent('drop', { dataTransfer: transfer });
}

/** Ends the training process as a crash would. */
export async function killTraining(app: ElectronApplication): Promise<void> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Weightroom training')?.pid ?? 0,
  );
  base.expect(pid, 'process of the training').toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
}
