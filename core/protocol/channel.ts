/**
 * Typed calls over any pair of ports that carry structured data. The serving side checks every message against the contract:
 * an unknown name or wrong arguments become an error for the caller and reach no handler.
 */
import * as v from 'valibot';
import type { CallTable, InputOf, OutputOf } from './contract.ts';
import { RemoteError, toCrossedError, type CrossedError } from './errors.ts';

export interface PortLike {
  readonly post: (message: unknown) => void;
  readonly listen: (listener: (message: unknown) => void) => void;
}

export type Client<Calls extends CallTable> = {
  readonly [Name in keyof Calls]: (input: InputOf<Calls[Name]>) => Promise<OutputOf<Calls[Name]>>;
};

export type Handlers<Calls extends CallTable> = {
  readonly [Name in keyof Calls]: (
    input: InputOf<Calls[Name]>,
  ) => OutputOf<Calls[Name]> | Promise<OutputOf<Calls[Name]>>;
};

/** What travels. */
const requestSchema = v.strictObject({
  type: v.literal('call'),
  /** null: nobody waits for an answer. */
  id: v.nullable(v.pipe(v.number(), v.integer())),
  name: v.string(),
  input: v.unknown(),
});
interface Answer {
  readonly type: 'answer';
  readonly id: number;
  readonly output?: unknown;
  readonly error?: CrossedError;
}
interface EventMessage {
  readonly type: 'event';
  readonly name: string;
  readonly content: unknown;
}

type EventListeners = Readonly<Record<string, (content: unknown) => void>>;

/** The calling side. A call is answered, refused, or, when the other side is gone, left to whoever noticed that. */
export function createClient<Calls extends CallTable>(
  port: PortLike,
  calls: Calls,
  events: EventListeners,
): Client<Calls> {
  const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  port.listen((message) => {
    const { type } = message as { type?: unknown };
    if (type === 'event') {
      const { name, content } = message as EventMessage;
      events[name]?.(content);
    } else if (type === 'answer') {
      const { id, output, error } = message as Answer;
      const call = waiting.get(id);
      waiting.delete(id);
      if (error) call?.reject(new RemoteError(error));
      else call?.resolve(output);
    }
  });
  const send = (name: string, input: unknown): Promise<unknown> => {
    if (calls[name]?.isUnanswered) {
      port.post({ type: 'call', id: null, name, input });
      return Promise.resolve({});
    }
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      port.post({ type: 'call', id, name, input });
    });
  };
  return Object.fromEntries(
    Object.keys(calls).map((name) => [name, (input: unknown) => send(name, input)]),
  ) as unknown as Client<Calls>;
}

/** The serving side. @returns how to send an event */
export function serve<Calls extends CallTable>(
  port: PortLike,
  calls: Calls,
  handlers: Handlers<Calls>,
): (name: string, content: unknown) => void {
  port.listen((message) => {
    void answer(message, calls, handlers).then((reply) => {
      if (reply) port.post(reply);
    });
  });
  return (name, content) => port.post({ type: 'event', name, content } satisfies EventMessage);
}

async function answer<Calls extends CallTable>(
  message: unknown,
  calls: Calls,
  handlers: Handlers<Calls>,
): Promise<Answer | null> {
  const request = v.safeParse(requestSchema, message);
  if (!request.success) return null; // not a call: nobody waits for an answer
  const { id, name, input } = request.output;
  try {
    const output = await handle(name, input, calls, handlers);
    return id === null ? null : { type: 'answer', id, output };
  } catch (error) {
    return id === null ? null : { type: 'answer', id, error: toCrossedError(error) };
  }
}

/** Checks name and arguments, then calls the handler. @throws RemoteError naming what is not as agreed */
export async function handle<Calls extends CallTable>(
  name: string,
  input: unknown,
  calls: Calls,
  handlers: Handlers<Calls>,
): Promise<unknown> {
  if (!Object.hasOwn(calls, name)) {
    throw new RemoteError({ code: 'unknown-call', message: `There is no call "${name.slice(0, 60)}".`, details: null });
  }
  const parsed = v.safeParse(calls[name]!.input, input);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const path = (issue.path ?? []).map((item) => String(item.key)).join('.');
    const message = `${name}: ${path || 'the input'} is not as agreed: ${issue.message}`;
    throw new RemoteError({ code: 'wrong-input', message, details: null });
  }
  return handlers[name]!(parsed.output as InputOf<Calls[string]>);
}
