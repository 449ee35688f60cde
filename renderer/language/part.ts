/** One part of the Language place: a tab and what it shows. */
import type { Component } from 'svelte';

export interface LanguagePart {
  readonly id: string;
  /** On its tab. */
  readonly title: string;
  readonly hint: string;
  /** Fills the place below the tabs; has exactly one `<main>`. Stays as it was left while another part is shown. */
  readonly component: Component;
}
