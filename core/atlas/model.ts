/** What is stored about a known model: its hyper-parameters and how sure the count is, never a total. */
import type { FamilyName } from './families/registry.ts';
import type { HyperParameters } from './family.ts';

export type Certainty =
  /** The formula's total is the published one, to the last digit. */
  | { readonly kind: 'exact'; readonly source: string; readonly note?: string }
  /** The formula's total is shown with "about"; why says what is not known. */
  | { readonly kind: 'about'; readonly why: string }
  /** Sizes that somebody brought along: the formula's total, and nothing published to hold it against. */
  | { readonly kind: 'own'; readonly file: string };

export interface KnownModel {
  /** As one types it: `llama-3-70b`. */
  readonly id: string;
  readonly name: string;
  readonly maker: string;
  readonly aliases: readonly string[];
  readonly family: FamilyName;
  readonly shape: HyperParameters;
  readonly certainty: Certainty;
}
