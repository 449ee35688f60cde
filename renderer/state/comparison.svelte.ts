/** Two steps of any runs side by side: their parameters, and how they differ, in the table and on the drawing. */
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import type { Editor } from './editor.svelte.ts';
import { Question, type Questions } from './questions.svelte.ts';

/** A step of a run, and what people call it. */
export interface RunStep {
  readonly branch: number;
  readonly step: number;
  readonly title: string;
}

export interface Compared {
  readonly a: RunStep;
  readonly b: RunStep;
  readonly valuesA: Table<Float64Array>;
  readonly valuesB: Table<Float64Array>;
  /** B minus A. */
  readonly difference: Table<Float64Array>;
  /** Largest size of a difference. */
  readonly largest: number;
  readonly layers: Table<Layer>;
  readonly connections: Table<Connection>;
}

export class Comparison {
  /** Whether the drawing shows the difference in place of the weights. */
  isOnDrawing = $state(false);
  readonly question: Question;
  readonly #editor: Editor;
  #made = $state.raw<Compared | null>(null);

  constructor(editor: Editor, questions: Questions) {
    this.#editor = editor;
    this.question = new Question(questions);
  }

  /** null before the first one, and once the drawing is another than the one compared. */
  get made(): Compared | null {
    const made = this.#made;
    return made && made.connections === this.#editor.connections && sameParts(made.layers, this.#editor.layers)
      ? made
      : null;
  }

  get onDrawing(): Compared | null {
    return this.isOnDrawing ? this.made : null;
  }

  async compare(a: RunStep, b: RunStep): Promise<void> {
    const { layers, connections } = this.#editor;
    const valuesA = await this.question.ask((client, job) => client.stateAt({ job, branch: a.branch, step: a.step }));
    const valuesB =
      valuesA && (await this.question.ask((client, job) => client.stateAt({ job, branch: b.branch, step: b.step })));
    if (!valuesA || !valuesB) return;
    const difference = Object.fromEntries(
      Object.entries(valuesB).map(([id, values]) => [id, values.map((value, i) => value - valuesA[id]![i]!)]),
    );
    const largest = Object.values(difference).reduce(
      (most, values) => values.reduce((size, value) => Math.max(size, Math.abs(value)), most),
      0,
    );
    this.#made = { a, b, valuesA, valuesB, difference, largest, layers, connections };
  }
}

/** Moving a layer changes no parameter. */
const sameParts = (a: Table<Layer>, b: Table<Layer>): boolean =>
  a === b ||
  (Object.keys(a).length === Object.keys(b).length &&
    Object.values(a).every(({ id, size, hasBias }) => b[id]?.size === size && b[id].hasBias === hasBias));
