import { expect, test } from 'vitest';
import { FetchingCancelled, fetchText } from './text-fetching.ts';

const sourceOf = (size: number) => ({
  name: 'a.txt',
  size,
  read: (offset: number, length: number) => Promise.resolve(new Uint8Array(Math.min(length, size - offset))),
});

function listen(): { client: Parameters<typeof fetchText>[0]; heard: string[] } {
  const heard: string[] = [];
  const client = {
    beginText: ({ name, size }: { name: string; size: number }) => {
      heard.push(`${name} ${size}`);
      return Promise.resolve({});
    },
    pushText: ({ bytes }: { bytes: Uint8Array }) => {
      heard.push(String(bytes.length));
      return Promise.resolve({});
    },
  };
  return { client, heard };
}

test('a long text goes in parts of a megabyte, and tells how far it is', async () => {
  const { client, heard } = listen();
  const shares: number[] = [];
  await fetchText(
    client,
    sourceOf(2_500_000),
    () => true,
    (share) => shares.push(share),
  );
  expect(heard).toEqual(['a.txt 2500000', '1048576', '1048576', '402848']);
  expect(shares.at(-1)).toBe(1);
  expect(shares[0]).toBeCloseTo(0.419, 3);
});

test('nothing more is sent once it is no longer wanted', async () => {
  const { client, heard } = listen();
  const source = sourceOf(3_000_000);
  const fetching = fetchText(
    client,
    source,
    () => heard.length < 2,
    () => undefined,
  );
  await expect(fetching).rejects.toThrow(FetchingCancelled);
  expect(heard).toEqual(['a.txt 3000000', '1048576']);
});

test('a file that has become shorter ends the sending', async () => {
  const { client, heard } = listen();
  const source = { name: 'a.txt', size: 10, read: () => Promise.resolve(new Uint8Array(0)) };
  await fetchText(
    client,
    source,
    () => true,
    () => undefined,
  );
  expect(heard).toEqual(['a.txt 10']);
});
