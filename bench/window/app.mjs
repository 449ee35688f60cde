/** The built app, driven as a person would, with a profile of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright';

const isRoot = process.getuid?.() === 0;
/** Of a processor's time in /proc: ticks a second. */
const TICKS = 100;
const LAUNCH_MS = 15_000;

export class App {
  #app;
  #profile;

  constructor(app, page, profile) {
    this.#app = app;
    this.page = page;
    this.#profile = profile;
  }

  /** @param file a project that it opens with @param env with the display and the runtime */
  static async start(root, executable, env, file) {
    const profile = mkdtempSync(path.join(os.tmpdir(), 'weightroom-window-'));
    const app = await launch({
      executablePath: executable,
      chromiumSandbox: !isRoot,
      args: [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu', `--user-data-dir=${profile}`, root, file],
      cwd: root,
      env,
      timeout: LAUNCH_MS,
    });
    const page = await app.firstWindow();
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    const name = path.basename(file, '.weightroom');
    await page.waitForFunction(
      (wanted) => document.title.includes(wanted) || document.body.innerText.includes(wanted),
      name,
    );
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1280, 800));
    await page.keyboard.press('Shift+1');
    await page.waitForTimeout(1500); // what a start still does in the background is over
    return new App(app, page, profile);
  }

  evaluate(action, argument) {
    return this.#app.evaluate(action, argument);
  }

  async close() {
    await this.#app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
    });
    await this.#app.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  /** Training goes on, or stands. */
  async toggleTraining() {
    await this.page.keyboard.press('F5');
  }

  /** @returns { step, cpu, wall } of the training process; cpu is null where the system does not say */
  async readTraining() {
    const pid = await this.#app.evaluate(({ app }) => {
      const isOurs = ({ type, serviceName }) => type === 'Utility' && /node/i.test(serviceName ?? '');
      return app.getAppMetrics().find(isOurs)?.pid ?? 0;
    });
    const text = await this.page.locator('[data-fact="step"]').textContent();
    return { step: Number(text.replace(/\D/g, '')), cpu: cpuSeconds(pid), wall: performance.now() / 1000 };
  }

  /** The training process's steps and seconds while `action` runs. */
  async duringTraining(action) {
    const before = await this.readTraining();
    await action();
    const after = await this.readTraining();
    const cpu = before.cpu === null ? null : after.cpu - before.cpu;
    return { steps: after.step - before.step, cpu, wall: after.wall - before.wall };
  }
}

/** On a busy machine Playwright's two debuggers sometimes miss each other's start: then again. */
async function launch(options, attempts = 5) {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (attempts === 1 || !String(error).includes('Timeout')) throw error;
    return launch(options, attempts - 1);
  }
}

function cpuSeconds(pid) {
  if (process.platform !== 'linux' || !pid) return null;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
