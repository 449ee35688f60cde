import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FileError } from '../../data/file-error.ts';
import { fingerprint } from '../../training/fingerprint.ts';
import { readProject } from '../project.ts';
import { LATEST_VERSION, migrate, migrations } from './registry.ts';

const versions = Array.from({ length: LATEST_VERSION }, (_, i) => i + 1);

describe.each(versions)('a project of version %i', (version) => {
  const golden = readFileSync(new URL(`../fixtures/v${version}.weightroom`, import.meta.url));

  test('opens with its drawing, values, names, own table and loss curve', () => {
    const { document, history, appVersion } = readProject(golden);
    expect(appVersion).toBe('0.1.0');
    expect(fingerprint(document.parameters)).toBe('4f257a4af8d6599aa650bc3107859c42cda57e04410ba1d49ec32a5cdabcbb79');
    expect(Object.values(document.layers).map(({ name }) => name)).toEqual(['x1', 'x2', 'z1', 'z2', 'y']);
    expect(document.labels['c1.weight']).toEqual(['w(1,1)']);
    expect(document.connections['c2']!.mask).toEqual(Uint8Array.of(0));
    expect(document.data['now']!.source).toMatchObject({ kind: 'table', table: { name: 'own.csv' } });
    expect(document.run['now']).toMatchObject({ step: 7 });
    expect(Object.keys(document.run['now']!.moments)).toContain('mean/c1.weight');
    expect(history!.losses).toHaveLength(7);
    expect(history!.evaluations[0]).toMatchObject({ step: 0, validationLoss: null });
  });
});

test('version 3 brings notes and groups; older files have none', () => {
  const [older, newer] = [2, 3].map(
    (version) => readProject(readFileSync(new URL(`../fixtures/v${version}.weightroom`, import.meta.url))).document,
  );
  expect([older!.notes, older!.groups]).toEqual([{}, {}]);
  expect(newer!.notes['n1']!.text).toBe('Why does this learn?');
  expect(newer!.groups['g1']).toEqual({ id: 'g1', name: 'Hidden', members: ['l3', 'l4', 'n1'] });
});

test('version 3 brings frozen parameters, ranges and ties; older files have none', () => {
  const [older, newer] = [2, 3].map(
    (version) => readProject(readFileSync(new URL(`../fixtures/v${version}.weightroom`, import.meta.url))).document,
  );
  expect([older!.constraints, older!.ties]).toEqual([{}, {}]);
  expect(newer!.constraints['c1.weight']).toEqual({
    frozen: Uint8Array.of(1),
    minimum: Float64Array.of(-1),
    maximum: Float64Array.of(Infinity),
  });
  expect(newer!.ties['t1']!.members.map(({ id, sign }) => [id, sign])).toEqual([
    ['l3.bias', 1],
    ['l4.bias', -1],
  ]);
});

test('every older version has a way to the next one', () => {
  expect(Object.keys(migrations).map(Number)).toEqual(versions.slice(0, -1));
});

test.each([
  [
    LATEST_VERSION + 3,
    `This file was made by version ${LATEST_VERSION + 3}; this app reads up to ${LATEST_VERSION}. It was not changed.`,
  ],
  [0, `This file says its version is 0; versions are 1 to ${LATEST_VERSION}. It was not changed.`],
  ['1', `This file says its version is "1"; versions are 1 to ${LATEST_VERSION}. It was not changed.`],
])('version %s is refused', (version, message) => {
  expect(() => migrate({ content: {}, tensors: [] }, version)).toThrow(new FileError(message));
});
