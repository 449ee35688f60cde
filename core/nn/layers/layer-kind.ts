import type { GraphNode } from '../../engine/graph.ts';
import type { Term } from '../../engine/ops/weighted-sum.ts';
import type { Fields } from '../../settings/field.ts';
import type { Shape } from '../../tensor/shape.ts';
import type { Layer } from '../../document/document.ts';
import type { RowFunction } from './row-function.ts';

/** One tensor that a layer owns. */
export interface LayerParameter {
  readonly name: string;
  readonly shape: Shape;
  /**
   * Zeros unless said. `weights`: by the initializer, from the shape's [outputs, inputs]. `residual`: the same divided by the
   * root of the number of residual additions, for weights that write into the residual stream (GPT-2).
   */
  readonly start?: 'zeros' | 'ones' | 'weights' | 'residual';
  /** Equal parts that are stacked along the rows, such as queries, keys and values; 1 unless said. */
  readonly parts?: number;
  /** Whether weight decay applies; yes unless said. */
  readonly decays?: boolean;
}

/** What a layer may know of the drawing around it. */
export interface LayerContext {
  /** Where tokens enter; null in a network of plain numbers. */
  readonly tokens: Layer | null;
  /** The embedding that an output head can be tied to; null when there is not exactly one. */
  readonly embedding: Layer | null;
  /** Node with each example's place in its sequence, when one position is computed at a time; null = all positions at once. */
  readonly place: string | null;
}

/** The whole truth about one kind of layer: what it owns, what it takes and gives, how it reads and how it lowers. */
export interface LayerKind {
  readonly title: string;
  /** What layers of it are called, where the title is too long for that. */
  readonly shortName?: string;
  readonly description: string;
  /** What a network needs it for: data enters at inputs and is compared with targets at outputs. */
  readonly role: 'input' | 'hidden' | 'output';
  readonly hasActivation: boolean;
  /** Whether connections may end here (and, unless it is wired, bring weights). */
  readonly takesConnections: boolean;
  /** Connections that end here carry values as they are and have no weights: the fewest and the most that it takes. */
  readonly wires?: { readonly least: number; readonly most: number };
  /** Whether what is wired into it may have another size; its `problem` says which. */
  readonly takesAnyWidth?: true;
  /** Settings of its own, beside name, size and bias. */
  readonly fields?: Fields;
  /** Numbers in its formula that nobody chooses, by name: who computes the layer elsewhere needs them. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Whether it can have a bias. */
  readonly takesBias: boolean;
  /** Where it is not that of all layers. */
  readonly largestSize?: number;
  /** Parameters that the layer itself owns, by name (`bias`); connection weights belong to connections. */
  readonly parameters: (layer: Layer, context: LayerContext) => readonly LayerParameter[];
  /** For people: `z = x W^T + b, a = tanh(z)`. */
  readonly formula: (layer: Layer) => string;
  /** What about its settings or sources cannot be computed, as a sentence; null when all can. Only for wired kinds. */
  readonly problem?: (layer: Layer, sources: readonly Layer[], context: LayerContext) => string | null;
  /** What it does to one example's units, where the chain rule can be written out through it. Only for wired kinds. */
  readonly rows?: (layer: Layer) => RowFunction;
  /** Positions that it gives, where they are not those of its sources. */
  readonly positions?: (layer: Layer) => number;
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
    context: LayerContext,
  ) => readonly GraphNode[];
}
