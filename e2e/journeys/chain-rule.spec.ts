/** The chain rule of any parameter with today's numbers: its factors, where they come from, and the optimizer's rule. */
import { expect, test } from '../fixtures.ts';

test("the worked network reads like the read me's table, and each factor leads to its source", async ({ page }) => {
  const detail = page.getByRole('region', { name: 'What the network says' });
  await detail.getByText('Chain rule').click();
  await expect(detail).toContainText('Click an edge or a bias');
  await page.locator('.edge-label', { hasText: 'w(1,1)' }).click();
  for (let i = 0; i < 3; i++) await page.keyboard.press('F9');
  await expect(detail).toContainText('gradient of w(1,1) = Σ over examples of x1 · w(3,1) · ∂loss/∂y');
  await expect(detail.locator('tbody tr').nth(0)).toHaveText(/1\s*1\s*0\.6\s*−0\.535\s*−0\.321/);
  await expect(detail.locator('tbody tr').nth(1)).toHaveText(/2\s*2\s*0\.6\s*−1\.79\s*−2\.148/);
  await expect(detail.locator('[data-fact="chain-sum"]')).toHaveText('−3.186');
  await expect(detail.locator('[data-fact="engine-gradient"]')).toHaveText('−3.186');
  await expect(detail.locator('[data-fact="rule"]')).toContainText('w ← w − learning rate · gradient');
  await expect(detail.locator('[data-fact="rule"]')).toContainText('0.5 − 0.05 · −3.186');
  await expect(detail.locator('[data-fact="rule-result"]')).toHaveText('0.6593');

  await detail.getByRole('button', { name: '∂loss/∂y', exact: true }).click();
  await expect(page.getByRole('option', { name: /^y/ })).toHaveAttribute('aria-selected', 'true');
  await detail.getByRole('button', { name: 'w(3,1)', exact: true }).first().click();
  await expect(page.getByRole('slider', { name: 'w(3,1)', exact: true })).toBeVisible();
  await expect(detail.locator('[data-chain="w(3,1)"]')).toBeVisible();
  await detail.getByRole('button', { name: 'Back to w(1,1)' }).click();
  await expect(detail.locator('[data-chain="w(1,1)"]')).toBeVisible();

  await page.keyboard.press('F9');
  await expect(page.locator('[data-fact="exact"]')).toHaveText(/^0\.6593/);
});

test('sums over many paths unfold down to the loss', async ({ page }) => {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'Palmer penguins' }).click();
  const detail = page.getByRole('region', { name: 'What the network says' });
  await detail.getByText('Chain rule').click();
  await page.getByRole('region', { name: 'What the network says' }).getByText('Parameters').click();
  await detail.getByText(/^w\(/).first().click();
  await detail.getByText('Chain rule').click();
  const fold = detail.getByRole('button', { name: /^Unfold/ }).first();
  await fold.press('Enter');
  await expect(detail.getByText(/= the sum of \d+ paths/)).toBeVisible();
  expect(await detail.locator('table').count()).toBeGreaterThan(2);
});
