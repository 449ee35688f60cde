/**
 * JSON from outside. The built-in parser keeps the last of two equal keys, follows any depth and makes `__proto__` a key
 * like others; a file that does these things is refused here, before anything walks over it.
 */
import { FileError } from '../data/file-error.ts';

const DEEPEST = 64;
const LONGEST_EXCERPT = 40;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws FileError when the text is not JSON, is nested deeper than 64, or repeats or misuses a key */
export function readJson(text: string, what: string): unknown {
  checkStructure(text, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FileError(
      `${what} is not JSON: it ends too early or is damaged. Choose a file that this app or another made.`,
    );
  }
}

/** One pass over the characters; leaves real syntax errors to the parser. */
function checkStructure(text: string, what: string): void {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      if (open.length > DEEPEST) {
        throw new FileError(
          `${what} is nested more than ${DEEPEST} levels deep, which nothing here needs. It was not opened.`,
        );
      }
    } else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && /^\s*:/.test(text.slice(end, end + 16))) noteKey(keys, text.slice(at, end), what);
      at = end - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '"') return at + 1;
  }
  return text.length;
}

function noteKey(keys: Set<string>, quoted: string, what: string): void {
  let key: string;
  try {
    key = JSON.parse(quoted) as string;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FileError(
      `${what} is not JSON: the key ${quoted.slice(0, LONGEST_EXCERPT)} is damaged. It was not opened.`,
    );
  }
  if (reserved.has(key)) throw new FileError(`${what} uses the reserved key "${key}". It was not opened.`);
  if (keys.has(key)) {
    throw new FileError(`${what} has the key "${key.slice(0, LONGEST_EXCERPT)}" twice. It was not opened.`);
  }
  keys.add(key);
}
