import { expect, test } from 'vitest';
import type { Workbench } from '../state/workbench.svelte.ts';
import { OfferedPictures } from './offered-pictures.ts';
import type { Picture } from './picture.ts';

const bench = {} as Workbench;
const metric: Picture = { title: 'metric chart', where: 'Open the tab Accuracy.' };

test('a picture is that of the view opened last, and with no view it says which one to open', async () => {
  const pictures = new OfferedPictures<'metric'>();
  await expect(pictures.svg(bench, 'metric', metric)).rejects.toThrow(
    'The metric chart is not open, so there is nothing to draw. Open the tab Accuracy.',
  );
  const closeFirst = pictures.offer('metric', () => 'first');
  const closeSecond = pictures.offer('metric', () => 'second');
  expect(await pictures.svg(bench, 'metric', metric)).toBe('second');
  closeSecond();
  expect(await pictures.svg(bench, 'metric', metric)).toBe('first');
  closeFirst();
  expect(await pictures.svg(bench, 'metric', { ...metric, svg: () => 'without a view' })).toBe('without a view');
});
