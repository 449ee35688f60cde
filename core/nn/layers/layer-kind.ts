import type { GraphNode } from '../../engine/graph.ts';
import type { Term } from '../../engine/ops/weighted-sum.ts';
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
  /**
   * The ops that compute it. The last one's id is the layer's own, and its value the layer's output.
   *
   * @param incoming one term per connection that ends here
   * @param parameterId from a name in `parameters` to the parameter's id
   */
  readonly lower: (
    layer: Layer,
    incoming: readonly Term[],
    parameterId: (name: string) => string,
  ) => readonly GraphNode[];
}
