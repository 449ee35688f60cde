/** How many tokens a second models trained here have gone through, kept between starts: what times are expected from. */
import type { Network } from '../../core/compile/compile.ts';

const KEY = 'weightroom.pace.1';
/** Models of other shapes that are remembered. */
const MOST_KEPT = 40;

interface Work {
  readonly batchSize: number;
  readonly steps: number;
}

/** Positions that one example trains. */
const tokensPerExample = ({ text }: Network): number => text?.outputPositions ?? 1;

/** Models of one size and context take equal time, nearly. */
const shapeOf = ({ parameterCount, text }: Network, batchSize: number): string =>
  `${parameterCount}/${text?.context ?? 0}/${batchSize}`;

export class Pace {
  #measured = $state.raw<Readonly<Record<string, number>>>(read());

  /** Training has gone on at this rate for a while. */
  measured(network: Network, batchSize: number, tokensPerSecond: number): void {
    const shape = shapeOf(network, batchSize);
    const others = Object.entries(this.#measured).filter(([other]) => other !== shape);
    this.#measured = { ...Object.fromEntries(others.slice(1 - MOST_KEPT)), [shape]: Math.round(tokensPerSecond) };
    localStorage.setItem(KEY, JSON.stringify(this.#measured));
  }

  /** null where no model of this shape has been trained here. */
  secondsFor(network: Network, { batchSize, steps }: Work): number | null {
    const pace = this.#measured[shapeOf(network, batchSize)];
    return pace ? (steps * batchSize * tokensPerExample(network)) / pace : null;
  }
}

/** What is unreadable is as good as never measured. */
function read(): Readonly<Record<string, number>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept as Record<string, unknown>) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0),
    );
  } catch {
    return {};
  }
}
