/** An element-wise function between a layer's pre-activation and its output. */
export interface Activation {
  readonly title: string;
  /** For people, in terms of z: `max(0, z)`. */
  readonly formula: string;
  readonly forward: (z: number) => number;
  /** da/dz, given both z and a = forward(z), so that neither is computed twice. */
  readonly derivative: (z: number, a: number) => number;
}
