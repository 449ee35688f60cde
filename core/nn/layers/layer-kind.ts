import type { Shape } from '../../tensor/shape.ts';
import type { Layer } from '../../document/document.ts';

/** The whole truth about one kind of layer: what it owns, what it takes and gives, how it reads and how it lowers. */
export interface LayerKind {
  readonly title: string;
  readonly description: string;
  /** What a network needs it for: data enters at inputs and is compared with targets at outputs. */
  readonly role: 'input' | 'hidden' | 'output';
  readonly hasActivation: boolean;
  /** Whether connections may end here (and bring weights). */
  readonly takesConnections: boolean;
  /** Parameters that the layer itself owns, by name (`bias`); connection weights belong to connections. */
  readonly parameters: (layer: Layer) => readonly { readonly name: string; readonly shape: Shape }[];
  /** For people: `z = x W^T + b, a = tanh(z)`. */
  readonly formula: (layer: Layer) => string;
}
