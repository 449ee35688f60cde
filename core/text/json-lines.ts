/** One line of a .jsonl file, and the texts in it by dotted path, such as `document.body`. */
import { FileError } from '../data/file-error.ts';

const DEEPEST = 8;
const MOST_FIELDS = 200;

/** @throws FileError naming the line */
export function readJsonLine(name: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    throw new FileError(
      `Line ${number} of "${name}" is not JSON: "${line.slice(0, 40)}". Each line must hold one whole object.`,
    );
  }
}

/** Texts in an object, also in objects inside it, at most 8 deep; lists are left out. */
export function stringFields(value: unknown): [path: string, text: string][] {
  const found: [string, string][] = [];
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: readonly string[], found: [string, string][]): void {
  if (typeof value === 'string') found.push([path.join('.'), value]);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path.length >= DEEPEST) return;
  for (const [key, inner] of Object.entries(value)) {
    if (found.length >= MOST_FIELDS) return;
    collect(inner, [...path, key], found);
  }
}
