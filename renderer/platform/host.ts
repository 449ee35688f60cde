/** The main process as the page sees it: the named functions of the preload, typed by the contract. */
import * as v from 'valibot';
import { hostEvents, type hostCalls, type InputOf, type OutputOf } from '../../core/protocol/contract.ts';

type Calls = typeof hostCalls;
type Events = typeof hostEvents;

export type Host = { readonly [Name in keyof Calls]: (input: InputOf<Calls[Name]>) => Promise<OutputOf<Calls[Name]>> };

interface Preload extends Host {
  readonly on: (event: string, listener: (content: unknown) => void) => void;
}

declare global {
  interface Window {
    readonly weightroom: Preload;
  }
}

export const host: Host = window.weightroom;

/** Hears an event of the main process; content that is not as agreed is an error of ours. */
export function onHostEvent<Name extends keyof Events>(
  name: Name,
  listener: (content: v.InferOutput<Events[Name]>) => void,
): void {
  window.weightroom.on(name, (content) => listener(v.parse(hostEvents[name], content)));
}
