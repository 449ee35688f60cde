/** What a place of the window is: a whole screen below the header, with a tab and a key of its own. */
import type { Component } from 'svelte';
import type { Command } from '../state/commands/command.ts';
import type { Workbench } from '../state/workbench.svelte.ts';

export interface Place {
  /** Of its command too: `place.<id>`. */
  readonly id: string;
  /** On its tab. */
  readonly title: string;
  /** One sentence for those who hover over the tab. */
  readonly hint: string;
  /** As pressed: `Alt+1`. */
  readonly key: string;
  /** Fills the window below the header; has exactly one `<main>`. Stays as it was left while another place is shown. */
  readonly component: Component;
  /** Groups of commands that apply here. Keys of the others do nothing: nobody deletes a neuron that is out of sight. */
  readonly groups: readonly Command['group'][];
  /** What a file dropped here is for, where that depends on the place; without it, it is opened as anywhere. */
  readonly drop?: {
    readonly hint: string;
    /** Tables are text to learn from here. */
    readonly tables?: 'text';
    /** A file that does not say itself what it is. */
    readonly take: (bench: Workbench, file: File) => void | Promise<void>;
  };
}
