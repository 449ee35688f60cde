/** What is selected and what is being looked at. Not part of the document: selecting is not an edit. */

/** One entry of one parameter. */
export interface ParameterPlace {
  readonly id: string;
  readonly index: number;
}

export interface UnitPlace {
  readonly layer: string;
  readonly unit: number;
}

const none: ReadonlySet<string> = new Set();

export class Selection {
  layers = $state.raw<ReadonlySet<string>>(none);
  notes = $state.raw<ReadonlySet<string>>(none);
  /** Edge keys, `connection id:entry`. */
  edges = $state.raw<ReadonlySet<string>>(none);
  /** The parameter under the knob; follows a click on an edge or a bias. */
  parameter = $state.raw<ParameterPlace | null>(null);
  /** The unit whose formula is shown. */
  unit = $state.raw<UnitPlace | null>(null);

  get isEmpty(): boolean {
    return this.layers.size + this.notes.size + this.edges.size === 0 && this.parameter === null;
  }

  /** Ids of layers and notes: what can be moved, copied and grouped. */
  get items(): readonly string[] {
    return [...this.layers, ...this.notes];
  }

  clear(): void {
    this.layers = none;
    this.notes = none;
    this.edges = none;
    this.parameter = null;
    this.unit = null;
  }

  /** @param extend Shift: adds, or takes away what is already there */
  chooseLayer(layer: string, unit: number, extend: boolean): void {
    this.layers = extend ? toggled(this.layers, layer) : new Set([layer]);
    if (!extend) this.edges = this.notes = none;
    this.parameter = null;
    this.unit = { layer, unit };
  }

  chooseNote(note: string, extend: boolean): void {
    this.notes = extend ? toggled(this.notes, note) : new Set([note]);
    if (!extend) this.edges = this.layers = none;
    this.parameter = null;
    this.unit = null;
  }

  chooseEdge(key: string, parameter: ParameterPlace, extend: boolean): void {
    this.edges = extend ? toggled(this.edges, key) : new Set([key]);
    if (!extend) this.layers = this.notes = none;
    this.parameter = parameter;
  }

  chooseBias(layer: string, unit: number, parameter: ParameterPlace): void {
    this.layers = new Set([layer]);
    this.edges = this.notes = none;
    this.unit = { layer, unit };
    this.parameter = parameter;
  }

  chooseMany(layers: Iterable<string>, edges: Iterable<string>, extend: boolean, notes: Iterable<string> = []): void {
    this.layers = new Set(extend ? [...this.layers, ...layers] : layers);
    this.notes = new Set(extend ? [...this.notes, ...notes] : notes);
    this.edges = new Set(extend ? [...this.edges, ...edges] : edges);
    this.parameter = null;
    this.unit = null;
  }

  /** Forgets what no longer exists. */
  keepOnly(
    hasLayer: (id: string) => boolean,
    hasConnection: (id: string) => boolean,
    hasNote: (id: string) => boolean,
  ): void {
    const notes = [...this.notes].filter(hasNote);
    if (notes.length !== this.notes.size) this.notes = new Set(notes);
    const layers = [...this.layers].filter(hasLayer);
    if (layers.length !== this.layers.size) this.layers = new Set(layers);
    const edges = [...this.edges].filter((key) => hasConnection(key.slice(0, key.lastIndexOf(':'))));
    if (edges.length !== this.edges.size) this.edges = new Set(edges);
    if (this.unit && !hasLayer(this.unit.layer)) this.unit = null;
    if (this.parameter) {
      const owner = this.parameter.id.slice(0, this.parameter.id.lastIndexOf('.'));
      if (!hasLayer(owner) && !hasConnection(owner)) this.parameter = null;
    }
  }
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
