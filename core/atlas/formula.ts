/**
 * The closed formula of a family: text that a person reads and that is itself computed, so that what is shown cannot differ
 * from what is counted. Numbers, symbols, + and − and · , brackets, and ² after any of them.
 */
export interface Formula {
  /** Terms to be added, each with what it counts. */
  readonly terms: readonly { readonly label: string; readonly text: string }[];
  /** Symbols that stand for an expression: `q` for `h·a`. */
  readonly derived: Readonly<Record<string, string>>;
  /** What the basic symbols stand for. */
  readonly values: Readonly<Record<string, number>>;
  /** For mixtures: the parameters that do not compute a given token. */
  readonly idle?: string;
}

/** V·d + L·(4·d² + …) */
export const formulaText = ({ terms }: Formula): string => terms.map(({ text }) => text).join(' + ');

/** Every symbol, the derived ones worked out. */
export function symbolsOf({ derived, values }: Formula): Record<string, number> {
  const all: Record<string, number> = { ...values };
  for (const [symbol, text] of Object.entries(derived)) all[symbol] = evaluate(text, all);
  return all;
}

export function evaluateFormula(formula: Formula): number {
  const symbols = symbolsOf(formula);
  return formula.terms.reduce((total, { text }) => total + evaluate(text, symbols), 0);
}

/** Parameters that compute one token. */
export const evaluateActive = (formula: Formula): number =>
  evaluateFormula(formula) - (formula.idle === undefined ? 0 : evaluate(formula.idle, symbolsOf(formula)));

/** The text with its numbers plugged in: `128256·8192`. */
export function substitute(
  text: string,
  symbols: Readonly<Record<string, number>>,
  format: (value: number) => string,
): string {
  return text.replace(SYMBOL, (symbol) => format(valueOf(symbol, symbols)));
}

const SYMBOL = /[A-Za-z][A-Za-z_]*/g;
const TOKEN = /[A-Za-z][A-Za-z_]*|\d+|[+−·()²]/g;

/** @throws Error for text that no family should hold */
export function evaluate(text: string, symbols: Readonly<Record<string, number>>): number {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '−') value += tokens[at++] === '+' ? product() : -product();
    return value;
  };
  const product = (): number => {
    let value = square();
    while (tokens[at] === '·') {
      at++;
      value *= square();
    }
    return value;
  };
  const square = (): number => {
    const value = factor();
    if (tokens[at] !== '²') return value;
    at++;
    return value * value;
  };
  const factor = (): number => {
    const token = tokens[at++];
    if (token === '(') {
      const value = sum();
      if (tokens[at++] !== ')') throw new Error(`internal: "${text}" lacks a closing bracket`);
      return value;
    }
    if (token === undefined || /[^\w]/.test(token)) throw new Error(`internal: "${text}" cannot be computed`);
    return /\d/.test(token) ? Number(token) : valueOf(token, symbols);
  };
  const value = sum();
  if (at !== tokens.length) throw new Error(`internal: "${text}" goes on after its end`);
  return value;
}

function valueOf(symbol: string, symbols: Readonly<Record<string, number>>): number {
  const value = symbols[symbol];
  if (value === undefined) throw new Error(`internal: the formula's symbol "${symbol}" has no value`);
  return value;
}
