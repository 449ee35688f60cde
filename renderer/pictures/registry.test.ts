/** A picture that no view offers could never be taken: each has a `PictureMenu`, or a chart over steps that brings one. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pictures, type PictureName } from './registry.ts';

const root = new URL('../', import.meta.url);
const components = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.svelte'))
  .map((file) => readFileSync(new URL(file.replaceAll('\\', '/'), root), 'utf8'))
  .join('\n');

test('every picture is offered by the view that shows it, by the name that its commands have', () => {
  const offered = new Set(
    [...components.matchAll(/<PictureMenu name="(\w+)"|\bpicture="(\w+)"/g)].map(([, menu, chart]) => menu ?? chart),
  );
  expect([...offered].sort()).toEqual((Object.keys(pictures) as PictureName[]).sort());
});

test('what only its view can draw says how that view is opened', () => {
  for (const { title, where, svg } of Object.values(pictures)) {
    expect(where !== null || svg !== undefined, title).toBe(true);
    if (where !== null) expect(where).toMatch(/^(Open|Go|Select) .*\.$/);
  }
});
