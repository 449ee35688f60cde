import type { NetworkDocument } from '../document/document.ts';

/** A ready network with data and settings that train well: what the gallery and the command line offer. */
export interface Preset {
  readonly title: string;
  /** One sentence: what one sees in it. */
  readonly description: string;
  readonly make: () => NetworkDocument;
}
