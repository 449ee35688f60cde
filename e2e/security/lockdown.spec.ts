/** The page can do nothing but draw and ask the main process by agreed names: every row of the Electron checklist. */
import { expect, root, test } from '../fixtures.ts';
import path from 'node:path';
import { readFileSync } from 'node:fs';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

test('the page has no Node, no require, no Electron, and only agreed names', async ({ page }) => {
  const found = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in window),
    names: Object.keys((window as unknown as { weightroom: object }).weightroom).sort(),
  }));
  expect(found.globals).toEqual([]);
  expect(found.names).toEqual([
    'closeWindow',
    'exportFile',
    'on',
    'openFile',
    'openHelp',
    'openWindow',
    'readCopiedLayers',
    'readPart',
    'ready',
    'restartTrainer',
    'saveProject',
    'setTheme',
    'setWindowState',
  ]);
});

test('the window is sandboxed and isolated, and Chromium’s sandbox is on unless root forbids it', async ({
  app,
  page,
}) => {
  await expect(page.locator('main')).toBeVisible();
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    return (
      window.webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
    ).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const isRoot = process.getuid?.() === 0;
  expect(await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'))).toBe(isRoot);
});

test('the policy is exact, an injected script does not run, eval and the network are closed', async ({
  page,
  watch,
}) => {
  const header = await page.evaluate(async () => {
    try {
      await fetch('app://bundle/index.html');
      return 'fetched';
    } catch (error) {
      return String(error);
    }
  });
  expect(header).toContain('TypeError');
  // In a task of its own: what the debugger evaluates directly is exempt from the policy.
  const results = await page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve) => {
        setTimeout(() => {
          const outcome: Record<string, string> = {};
          const attempt = (name: string, action: () => unknown): void => {
            try {
              outcome[name] = String(action());
            } catch (error) {
              outcome[name] = (error as Error).name;
            }
          };
          attempt('eval', () => (0, eval)('1 + 1'));
          attempt('Function', () => (Reflect.construct(Function, ['return 1']) as () => number)());
          attempt('innerHTML', () => (document.body.lastElementChild!.innerHTML = '<img src=x onerror=alert(1)>'));
          attempt('inline script', () => {
            const script = document.createElement('script');
            script.textContent = 'window.wasInjected = true';
            document.head.append(script);
            return 'wasInjected' in window;
          });
          resolve(outcome);
        }, 0);
      }),
  );
  expect(results['eval']).not.toBe('2');
  expect(results['Function']).not.toBe('1');
  expect(results['innerHTML']).toBe('TypeError');
  expect(results['inline script']).not.toBe('true');
  expect(await page.evaluate(() => 'wasInjected' in window)).toBe(false);
  expect((await watch.violations()).length).toBeGreaterThan(0);
  await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
  watch.errors.length = 0;
  const source = readFileSync(path.join(root, 'out/electron/main.js'), 'utf8');
  for (const directive of policy.split('; ')) expect(source).toContain(directive);
});

test('hostile addresses leave the page where it is, and no window opens', async ({ app, page, watch }) => {
  const before = page.url();
  const hostile = [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,<h1>x</h1>',
    'http://127.0.0.1:9/',
    'https://example.com/',
    'app://evil/',
    'app://bundle.evil/',
    'app://bundle@evil/',
    'app://bundle/../../../etc/passwd',
    'ftp://127.0.0.1/',
    'chrome://settings/',
    'blob:app://bundle/x',
  ];
  for (const address of hostile) {
    await page.evaluate((target) => {
      const link = document.createElement('a');
      link.href = target;
      link.target = target.startsWith('http') ? '_blank' : '_self';
      document.body.append(link);
      link.click();
      link.remove();
      window.open(target);
    }, address);
    await page.waitForTimeout(50);
    expect(page.url(), address).toBe(before);
  }
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
  watch.errors.length = 0;
});

test('no permission is given', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi'];
    return Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('a frame cannot be made of the page, and a webview is an unknown element', async ({ page, watch }) => {
  const outcome = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'app://bundle/index.html';
    document.body.append(frame);
    const view = document.createElement('webview');
    view.setAttribute('src', 'app://bundle/index.html');
    document.body.append(view);
    await new Promise((resolve) => setTimeout(resolve, 300));
    let inner: string;
    try {
      inner = frame.contentDocument?.body.textContent ?? 'closed';
    } catch {
      inner = 'closed';
    }
    const result = { inner: inner.trim(), webview: 'getURL' in view };
    frame.remove();
    view.remove();
    return result;
  });
  expect(outcome.inner === '' || outcome.inner === 'closed').toBe(true);
  expect(outcome.webview).toBe(false);
  await page.evaluate(() => ((window as unknown as { foundViolations: string[] }).foundViolations.length = 0));
  watch.errors.length = 0;
});

test('calls with wrong names, wrong arguments or foreign handles are refused in words', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const bridge = (window as unknown as { weightroom: Record<string, (input: unknown) => Promise<unknown>> })
      .weightroom;
    const say = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'accepted',
        (error: unknown) => (error as Error).message,
      );
    const bytes = new Uint8Array(1);
    return {
      path: await say(bridge['saveProject']!({ handle: '/etc/passwd', suggestedName: 'x', bytes })),
      handle: await say(bridge['saveProject']!({ handle: 'file-99', suggestedName: 'x', bytes })),
      extra: await say(bridge['openHelp']!({ page: 'https://example.com' })),
      missing: await say(bridge['exportFile']!({})),
      event: await (async () => {
        try {
          (bridge['on'] as unknown as (name: string, f: () => void) => void)('nothing-agreed', () => undefined);
          return 'accepted';
        } catch (error) {
          return (error as Error).message;
        }
      })(),
    };
  });
  expect(answers.path).toContain('handle is not as agreed');
  expect(answers.handle).toContain('There is no open file "file-99"');
  expect(answers.extra).toContain('page is not as agreed');
  expect(answers.missing).toContain('is not as agreed');
  expect(answers.event).toContain('There is no event "nothing-agreed"');
});

test('5,000 addresses that try to leave the bundle are all answered "not found"', async ({ app, page }) => {
  await expect(page.locator('main')).toBeVisible();
  const statuses = await app.evaluate(async ({ session }) => {
    const parts = [
      '..',
      '%2e%2e',
      '%2f',
      '\\',
      '%5c',
      '....',
      '%00',
      'etc/passwd',
      'main.js',
      'assets',
      '~',
      'C:',
      '.',
    ];
    let state = 7;
    const next = (limit: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % limit;
    const addresses: string[] = [];
    while (addresses.length < 5000) {
      const name = Array.from({ length: 1 + next(6) }, () => parts[next(parts.length)]).join('/');
      // Some of them mean the page itself, which may be had.
      if (new URL(`app://bundle/${name}`).pathname !== '/') addresses.push(`app://bundle/${name}`);
    }
    const found = new Set<number>();
    for (let i = 0; i < addresses.length; i += 100) {
      const answers = addresses.slice(i, i + 100).map((address) => session.defaultSession.fetch(address));
      for (const { status } of await Promise.all(answers)) found.add(status);
    }
    return [...found];
  });
  expect(statuses).toEqual([404]);
});

test('through a whole use of the app, nothing asks the network', async ({ app, page }) => {
  const asked = await app.evaluateHandle(({ session }) => {
    const list: string[] = [];
    session.defaultSession.webRequest.onCompleted((details) => list.push(details.url));
    session.defaultSession.webRequest.onErrorOccurred((details) => list.push(details.url));
    return list;
  });
  await page.keyboard.press('F5');
  await expect.poll(async () => (await page.locator('[data-fact="step"]').textContent())!.length).toBeGreaterThan(2);
  await page.keyboard.press('F5');
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
  const addresses = await asked.evaluate((list) => list);
  expect(addresses.filter((address) => !address.startsWith('app://bundle/'))).toEqual([]);
});

test('whoever gets to a blank page is brought back', async ({ page }) => {
  const before = page.url();
  await page.evaluate(() => {
    setTimeout(() => (location.href = 'about:blank'), 0);
  });
  await page.waitForTimeout(500);
  await expect.poll(() => page.url()).toBe(before);
  await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
});
