/** Draws a transformer: embeddings, blocks of attention and feed-forward, a head. One row per block on the canvas. */
import type { Connection, Layer, LayerForm, Table } from '../../document/document.ts';
import type { LayerKindName } from '../../nn/layers/registry.ts';

/** In the order of the layers' own choices. */
export const FORMS_OF_NORM = ['LayerNorm', 'RMSNorm'] as const;
export const FORMS_OF_FEED_FORWARD = ['GELU', 'GELU (tanh)', 'ReLU', 'SwiGLU'] as const;

export interface TransformerForm {
  /** Different tokens. */
  readonly vocabulary: number;
  /** Tokens that it sees at once. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly feedForward: { readonly hidden: number; readonly form: (typeof FORMS_OF_FEED_FORWARD)[number] };
  readonly normalisation: {
    readonly form: (typeof FORMS_OF_NORM)[number];
    readonly hasWeights: boolean;
    /** Where: `first` after the embeddings, `last` before the head. Each half of a block has one in any case. */
    readonly around: 'first' | 'last';
  };
  readonly positions: 'learned' | 'rotary';
  readonly sees: 'earlier positions' | 'all positions';
  readonly hasBias: boolean;
  /** Whether the head uses the table of the token embedding. */
  readonly isTied: boolean;
  readonly dropout: number;
}

export interface Drawing {
  readonly layers: Table<Layer>;
  readonly connections: Table<Connection>;
}

/** In canvas units. A plate takes up three columns, a sign one. */
const COLUMN = 54;
const ROW = 90;
/** Blocks stand above the stream that they add to. */
const ABOVE = -40;

export function drawTransformer(form: TransformerForm): Drawing {
  const pen = new Pen();
  const { width, hasBias } = form;
  const { form: norm, hasWeights } = form.normalisation;
  const normalise = (name: string, source: string, at: Place): string =>
    pen.draw(
      { kind: 'normalisation', name, size: width, hasBias, settings: normSettings(norm, hasWeights) },
      [source],
      at,
    );
  const tokens = pen.draw(
    { kind: 'tokens', name: 'tokens', size: form.vocabulary, settings: { context: form.context } },
    [],
    { column: 0, row: 0 },
  );
  let stream = pen.draw({ kind: 'embedding', name: 'embedding', size: width }, [tokens], { column: 3, row: 0 });
  if (form.positions === 'learned') {
    stream = pen.draw({ kind: 'positions', name: 'positions', size: width }, [stream], { column: 6, row: 0 });
  }
  if (form.normalisation.around === 'first') stream = normalise('norm 0', stream, { column: 9, row: 0 });
  for (let block = 1; block <= form.layers; block++) {
    const row = block;
    const before = normalise(`norm ${block}a`, stream, { column: 0, row, isAbove: true });
    const attention = pen.draw(
      { kind: 'attention', name: `attention ${block}`, size: width, hasBias, settings: attentionSettings(form) },
      [before],
      { column: 3, row, isAbove: true },
    );
    stream = pen.draw({ kind: 'add', name: `add ${block}a`, size: width }, [stream, attention], { column: 5, row });
    const middle = normalise(`norm ${block}b`, stream, { column: 7, row, isAbove: true });
    const feedForward = pen.draw(
      { kind: 'feedForward', name: `feed-forward ${block}`, size: width, hasBias, settings: feedForwardSettings(form) },
      [middle],
      { column: 10, row, isAbove: true },
    );
    stream = pen.draw({ kind: 'add', name: `add ${block}b`, size: width }, [stream, feedForward], { column: 12, row });
  }
  const row = form.layers + 1;
  if (form.normalisation.around === 'last') stream = normalise('final norm', stream, { column: 0, row, isAbove: true });
  const size = form.vocabulary;
  if (form.isTied) pen.draw({ kind: 'head', name: 'head', size }, [stream], { column: 3, row, isAbove: true });
  // The matrix of an output stands on the way to it.
  else pen.draw({ kind: 'output', name: 'head', size, form: 'block' }, [stream], { column: 5, row });
  return pen.drawing;
}

const normSettings = (form: TransformerForm['normalisation']['form'], hasWeights: boolean): Record<string, number> => ({
  form: FORMS_OF_NORM.indexOf(form),
  weights: hasWeights ? 0 : 1,
});

const attentionSettings = ({ heads, sees, positions, dropout }: TransformerForm): Record<string, number> => ({
  heads,
  sees: sees === 'all positions' ? 1 : 0,
  positions: positions === 'rotary' ? 1 : 0,
  dropout,
});

const feedForwardSettings = ({ feedForward, dropout }: TransformerForm): Record<string, number> => ({
  hidden: feedForward.hidden,
  form: FORMS_OF_FEED_FORWARD.indexOf(feedForward.form),
  dropout,
});

interface Place {
  readonly column: number;
  readonly row: number;
  readonly isAbove?: boolean;
}

interface Sketch {
  readonly kind: LayerKindName;
  readonly name: string;
  readonly size: number;
  readonly hasBias?: boolean;
  readonly activation?: Layer['activation'];
  readonly form?: LayerForm;
  readonly settings?: Record<string, number>;
}

/** Puts layers and their connections down one after another: `l1`, `l2` ..., `c1`, `c2` ... */
export class Pen {
  readonly #layers: Record<string, Layer> = {};
  readonly #connections: Record<string, Connection> = {};

  get drawing(): Drawing {
    return { layers: this.#layers, connections: this.#connections };
  }

  /** @returns the new layer's id */
  draw(sketch: Sketch, sources: readonly string[], { column, row, isAbove = false }: Place): string {
    const id = `l${Object.keys(this.#layers).length + 1}`;
    this.#layers[id] = {
      hasBias: false,
      activation: 'linear',
      ...sketch,
      id,
      x: column * COLUMN,
      y: row * ROW + (isAbove ? ABOVE : 0),
    };
    for (const source of sources) {
      const connection = `c${Object.keys(this.#connections).length + 1}`;
      this.#connections[connection] = { id: connection, source, target: id, mask: null };
    }
    return id;
  }
}
