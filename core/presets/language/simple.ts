/** Language models without attention: a table, and the window of embeddings that came before transformers. */
import { Pen, type Drawing } from './transformer.ts';

/** The embedding's row is the scores of what follows: one number per pair of tokens. */
export function drawBigram(vocabulary: number): Drawing {
  const pen = new Pen();
  const tokens = pen.draw({ kind: 'tokens', name: 'tokens', size: vocabulary, settings: { context: 16 } }, [], at(0));
  const table = pen.draw({ kind: 'embedding', name: 'table', size: vocabulary }, [tokens], at(3));
  pen.draw({ kind: 'head', name: 'scores', size: vocabulary, settings: { weights: 1 } }, [table], at(6));
  return pen.drawing;
}

export interface WindowForm {
  readonly vocabulary: number;
  /** Tokens before the one to guess. */
  readonly context: number;
  readonly width: number;
  readonly hidden: number;
}

/** @see Bengio et al., "A neural probabilistic language model", 2003 */
export function drawWindowNetwork({ vocabulary, context, width, hidden }: WindowForm): Drawing {
  const pen = new Pen();
  const tokens = pen.draw({ kind: 'tokens', name: 'tokens', size: vocabulary, settings: { context } }, [], at(0));
  const embedding = pen.draw({ kind: 'embedding', name: 'embedding', size: width }, [tokens], at(3));
  const row = pen.draw({ kind: 'flatten', name: 'side by side', size: context * width }, [embedding], at(6));
  const layer = { kind: 'dense', name: 'hidden', size: hidden, activation: 'tanh', hasBias: true } as const;
  const middle = pen.draw(layer, [row], at(10));
  pen.draw({ kind: 'output', name: 'scores', size: vocabulary, hasBias: true }, [middle], at(14));
  return pen.drawing;
}

const at = (column: number) => ({ column, row: 0 });
