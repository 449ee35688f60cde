import { expect, test } from 'vitest';
import * as v from 'valibot';
import { createClient, serve, type PortLike } from './channel.ts';

const calls = {
  double: { input: v.strictObject({ x: v.number() }), output: v.strictObject({ twice: v.number() }) },
  tell: { input: v.strictObject({ x: v.number() }), output: v.strictObject({}), isUnanswered: true },
} as const;

/** A client and a server, what the server heard, and what it posted. */
function joined() {
  const heard: number[] = [];
  const posted: unknown[] = [];
  let toServer: (message: unknown) => void = () => undefined;
  let toClient: (message: unknown) => void = () => undefined;
  const near: PortLike = { post: (message) => toServer(message), listen: (listener) => (toClient = listener) };
  const far: PortLike = {
    post: (message) => (posted.push(message), toClient(message)),
    listen: (listener) => (toServer = listener),
  };
  serve(far, calls, {
    double: ({ x }) => ({ twice: 2 * x }),
    tell: ({ x }) => {
      heard.push(x);
      return {};
    },
  });
  return { client: createClient(near, calls, {}), heard, posted };
}

test('a call is answered; what needs no answer is checked and handled, and nothing is posted back', async () => {
  const { client, heard, posted } = joined();
  expect(await client.double({ x: 4 })).toEqual({ twice: 8 });
  await client.tell({ x: 5 });
  await client.tell({ x: 'six' as unknown as number });
  await client.tell({ x: 7 });
  expect(await client.double({ x: 1 })).toEqual({ twice: 2 });
  expect(heard).toEqual([5, 7]);
  expect(posted).toHaveLength(2);
});

test('wrong arguments of a call come back as an error that names them', async () => {
  await expect(joined().client.double({ x: 'four' as unknown as number })).rejects.toThrow(
    'double: x is not as agreed',
  );
});
