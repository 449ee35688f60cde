/** Pictures: the network, the chart and the map leave the window as SVG and PNG, as files and on the clipboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { answerSaveDialog, expect, test } from '../fixtures.ts';

/** As the person would by the menu. */
async function choose(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, command) => {
    BrowserWindow.getAllWindows()[0]!.webContents.send('host:command', { id: command });
  }, id);
}

const PNG = [0x89, 0x50, 0x4e, 0x47];

test('the network, the chart and the map are saved as SVG with text as text, and as PNG', async ({
  app,
  page,
  profile,
}) => {
  await page.keyboard.press('F10');
  await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('2');
  const save = async (id: string, name: string): Promise<Buffer> => {
    const file = path.join(profile, name);
    await answerSaveDialog(app, file);
    await choose(app, id);
    await expect(page.getByText(`as ${name}.`)).toBeVisible();
    return readFileSync(file);
  };
  const network = (await save('picture.network.save.svg', 'network.svg')).toString();
  expect(network).toContain('<title>The worked network</title>');
  expect(network.match(/<path [^>]*fill="none"/g)).toHaveLength(6); // edges; the maps in the neurons are filled
  expect(network).toContain('>w(3,1) ');
  const chart = (await save('picture.chart.save.svg', 'chart.svg')).toString();
  expect(chart).toContain('<polyline ');
  expect(chart).toContain('>train ');
  expect(chart).toContain('>mean predictor '); // what it is compared with on screen
  const map = (await save('picture.map.save.svg', 'map.svg')).toString();
  expect(map).toContain('href="data:image/png;base64,');
  expect(map).toContain('>x1</text>');
  const png = await save('picture.network.save.png', 'network.png');
  expect([...png.subarray(0, 4)]).toEqual(PNG);
  expect(png.length).toBeGreaterThan(5000);
});

test('every chart and map of the network offers its picture on itself and by name, as SVG and as PNG', async ({
  app,
  page,
  profile,
}) => {
  await page.getByRole('button', { name: 'Examples' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Palmer penguins' }).press('Enter');
  for (let i = 0; i < 3; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]')).toHaveText('3');
  const detail = page.getByRole('region', { name: 'What the network says' });
  const charts = page.getByRole('region', { name: 'Loss chart' });
  const take = async (name: string, title: string): Promise<string> => {
    await page.locator(`[data-picture="${name}"] button`).last().click();
    await page.getByRole('menuitem', { name: 'Copy as SVG' }).click();
    await expect(page.getByText(`Copied the ${title} as SVG.`).last()).toBeVisible();
    const text = await app.evaluate(({ clipboard }) => clipboard.readText());
    const file = path.join(profile, `${name}.png`);
    await answerSaveDialog(app, file);
    await choose(app, `picture.${name}.save.png`);
    await expect(page.getByText(`as ${name}.png.`)).toBeVisible();
    const png = readFileSync(file);
    expect([...png.subarray(0, 4)]).toEqual(PNG);
    expect(png.length, `${name}.png`).toBeGreaterThan(3000);
    return text;
  };
  await detail.getByText('Confusion', { exact: true }).click();
  expect(await take('confusion', 'confusion matrix')).toContain('>Chinstrap<');
  await charts.getByText('Accuracy', { exact: true }).click();
  expect(await take('metric', 'metric chart')).toContain('>most frequent ');
  await charts.getByText('Rate', { exact: true }).click();
  expect(await take('rate', 'learning-rate chart')).toContain('>learning rate<');
  await charts.getByText('Norms', { exact: true }).click();
  expect(await take('gradient', 'chart of gradient and update norms')).toContain('>norm, logarithmic<');
  await choose(app, 'picture.predicted.copy.svg');
  await expect(page.getByText('The plot of predicted against true is not open')).toBeVisible();
  await detail.getByText('Parameters', { exact: true }).click();
  await detail.getByText(/^w\(/).first().click();
  expect(await take('curve', 'curve of the parameter')).toContain('Loss if only w(');
});

test('the picture of the map shows the output that is chosen on screen: the likeliest class, or one class', async ({
  app,
  page,
}) => {
  await page.getByRole('button', { name: 'Examples' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Palmer penguins' }).press('Enter');
  const detail = page.getByRole('region', { name: 'What the network says' });
  await detail.getByText('Output', { exact: true }).click();
  const titleOfCopy = async (): Promise<string> => {
    await choose(app, 'picture.map.copy.svg');
    await expect(page.getByText('Copied the map as SVG.').last()).toBeVisible();
    const text = await app.evaluate(({ clipboard }) => clipboard.readText());
    return /<title>(.*?)<\/title>/.exec(text)![1]!;
  };
  await expect.poll(titleOfCopy).toBe('Palmer penguins: Likeliest class of Adelie, Chinstrap, Gentoo');
  await detail.getByLabel('Show', { exact: true }).selectOption({ label: 'Gentoo' });
  await expect.poll(titleOfCopy).toBe('Palmer penguins: Gentoo');
});

test('a picture is copied as SVG text and as an image; without a run there is no chart, and it says so', async ({
  app,
  page,
}) => {
  await choose(app, 'picture.network.copy.svg');
  await expect(page.getByText('Copied the network as SVG.')).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toContain('<svg ');
  await choose(app, 'picture.network.copy.png');
  await expect(page.getByText('Copied the network as PNG.')).toBeVisible();
  const formats = await app.evaluate(async ({ clipboard }) => {
    // Up to version 44 of Electron the clipboard answers at once, by another name.
    const older = clipboard as unknown as { availableFormats?: () => string[] };
    return older.availableFormats?.() ?? (await clipboard.read()).flatMap(({ types }) => types);
  });
  expect(formats).toContain('image/png');
  await choose(app, 'picture.chart.copy.png');
  await expect(page.getByText('There is no loss to draw yet. Train at least one step.')).toBeVisible();
});

test('every other picture leaves a dark window well formed, with its title, in light colours, as SVG and as PNG', async ({
  app,
  page,
  profile,
}) => {
  test.setTimeout(150_000);
  if ((await page.evaluate(() => document.documentElement.dataset['theme'])) !== 'dark')
    await page.getByRole('button', { name: 'Switch to dark' }).click();
  const dark = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return ['ground', 'surface', 'raised', 'text', 'accent'].map((name) => style.getPropertyValue(`--${name}`).trim());
  });
  const take = async (name: string, title: string): Promise<void> => {
    await choose(app, `picture.${name}.copy.svg`);
    await expect(page.getByText(`Copied the ${title} as SVG.`).last()).toBeVisible();
    const text = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(text, name).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text, name).toMatch(/<title>[^<]+<\/title>/);
    expect(
      dark.filter((colour) => text.includes(colour)),
      `colours of the dark window in ${name}`,
    ).toEqual([]);
    // It is drawn from the SVG, which Chromium refuses where it is not well formed.
    const file = path.join(profile, `${name}.png`);
    await answerSaveDialog(app, file);
    await choose(app, `picture.${name}.save.png`);
    await expect(page.getByText(`as ${name}.png.`)).toBeVisible();
    const png = readFileSync(file);
    expect([...png.subarray(0, 4)], name).toEqual(PNG);
    expect(png.length, `${name}.png`).toBeGreaterThan(3000);
  };
  const open = async (example: string): Promise<void> => {
    await page.getByRole('button', { name: 'Examples' }).press('Enter');
    await page.getByRole('menuitem', { name: example }).press('Enter');
    await expect(page.locator('[data-fact="step"]').first()).toHaveText('0');
  };
  const runs = (name: string) =>
    page.getByRole('group', { name: 'About runs' }).getByText(name, { exact: true }).click();

  await open('Recipe');
  await page.getByRole('region', { name: 'What the network says' }).getByText('Predicted', { exact: true }).click();
  await take('predicted', 'plot of predicted against true');
  await open('Digits');
  await page.locator('[data-heatmap]').first().press('Enter');
  await take('heatmap', 'heatmap of weights');
  await page.keyboard.press('Alt+3');
  await take('atlas', 'atlas map');
  await page.keyboard.press('Alt+1');
  await open('XOR');
  for (let i = 0; i < 3; i++) await page.keyboard.press('F10');
  await expect(page.locator('[data-fact="step"]').first()).toHaveText('3');
  await page.locator('.edge-label').first().click();
  await page.keyboard.press('Alt+r');
  await runs('Life of a parameter');
  await page.getByRole('button', { name: 'Tell its life' }).click();
  await expect(page.locator('[data-picture="lifeGradient"]')).toBeVisible();
  await take('life', 'life of the parameter');
  await take('lifeGradient', "gradient over the parameter's life");
  await runs('Loss landscape');
  await page.getByRole('button', { name: 'Compute', exact: true }).click();
  await expect(page.locator('[data-picture="landscape"]')).toBeVisible();
  await take('landscape', 'loss landscape');
  await runs('Sweep');
  await page.getByLabel('Steps each').fill('20');
  await page.getByLabel('Steps each').press('Enter');
  await page.getByRole('button', { name: /^Sweep \d+ runs/ }).click();
  await expect(page.getByRole('button', { name: /^Open the best/ })).toBeEnabled();
  await take('sweep', 'chart of the sweep');

  await page.keyboard.press('Alt+2');
  await page.getByRole('tab', { name: 'Model & training' }).click();
  await page.locator('[data-place="language"]').getByRole('button', { name: 'Names', exact: true }).click();
  await page.getByRole('tab', { name: 'Inside' }).click();
  const inside = page.getByRole('navigation', { name: 'Inside the model' });
  for (const [view, name, title] of [
    [/^Attention/, 'attention', 'attention map'],
    [/^Logit lens/, 'lens', 'lens'],
    [/^Activations/, 'activations', 'activations'],
    [/^Embeddings/, 'embeddings', 'embedding map'],
    [/^Weights/, 'tensor', 'tensor'],
    [/^Gradients and updates/, 'norms', 'chart of gradients and updates'],
  ] as const) {
    await inside.getByRole('button', { name: view }).click();
    if (name === 'norms') {
      await page.keyboard.press('F5');
      await expect(page.getByRole('tabpanel', { name: 'Inside' }).getByRole('table')).toBeVisible();
      await page.keyboard.press('F5');
    }
    await expect(page.locator(`[data-picture="${name}"]`)).toBeVisible();
    await take(name, title);
  }
});
