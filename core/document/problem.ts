/** Expected trouble, shown at the item where it arose: a value, not an exception. */
export interface Problem {
  /** The item concerned: a layer's or connection's id, or null for the whole network. */
  readonly item: string | null;
  /** What, the value, the limit, what to do; ends with a full stop. */
  readonly message: string;
  /** Only worth a hint, and nothing is in the way; absent = an error. */
  readonly severity?: 'warning';
}
