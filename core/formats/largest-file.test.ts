import { expect, test } from 'vitest';
import { presets } from '../presets/registry.ts';
import { LARGEST_FILE, tooLargeToOpen } from './largest-file.ts';
import { writeProjectInSteps } from './project.ts';
import { writeContainer, type StoredTensor } from './safetensors.ts';

/** As many bytes, none of which is ever read or written. */
const tensor = (bytes: number): StoredTensor => ({ name: 'w', shape: [bytes], values: new Uint8Array(bytes) });

test('what could not be opened again is refused before it is laid out', () => {
  const write = (bytes: number) => () => writeContainer({ metadata: {}, tensors: [tensor(bytes)] });
  expect(write(LARGEST_FILE)).toThrow(
    'Nothing was saved: the file would have 1025 MB, and up to 1024 MB can be opened again.',
  ); // the header is counted
});

test('a description too long to be read is refused', () => {
  const metadata = { note: 'a'.repeat(100_000_000) };
  expect(() => writeContainer({ metadata, tensors: [] })).toThrow('Nothing was saved: its description has 100000');
});

test('a project too large is refused before seconds go into its checksum', () => {
  const losses = new Float64Array(LARGEST_FILE / 8);
  const history = { losses, evaluations: [] };
  const steps = writeProjectInSteps({ document: presets.worked.make(), history, appVersion: '1' });
  expect(() => steps.next()).toThrow('Nothing was saved: the file would have 1025 MB');
});

test('a file to be read is named with its size and the limit', () => {
  expect(tooLargeToOpen('a.weightroom', LARGEST_FILE)).toBeNull();
  expect(tooLargeToOpen('a.weightroom', LARGEST_FILE + 1)).toBe(
    '"a.weightroom" is 1025 MB; up to 1024 MB can be opened. Take a part of it.',
  );
});
