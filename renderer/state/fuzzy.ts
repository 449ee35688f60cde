/** Finds by a few letters: every letter of the query in order, those at the beginnings of words and side by side first. */

/** How well `text` fits; higher is better, null = it does not. */
export function fuzzyScore(text: string, query: string): number | null {
  const haystack = text.toLowerCase();
  const needle = query.toLowerCase().replaceAll(' ', '');
  if (needle === '') return 0;
  const whole = haystack.indexOf(query.trim().toLowerCase());
  if (whole >= 0) return isWordStart(haystack, whole) ? 1000 - whole : 30;
  let score = 0;
  let at = -1;
  for (const letter of needle) {
    const next = nextPlace(haystack, letter, at);
    if (next < 0) return null;
    score += isWordStart(haystack, next) ? 20 : next === at + 1 ? 10 : -Math.min(5, next - at);
    at = next;
  }
  return score;
}

/** The next place right after the last one or at a word's beginning; else the first that comes. */
function nextPlace(text: string, letter: string, after: number): number {
  if (text[after + 1] === letter) return after + 1;
  for (let i = after + 1; i < text.length; i++) if (text[i] === letter && isWordStart(text, i)) return i;
  return text.indexOf(letter, after + 1);
}

const isWordStart = (text: string, at: number): boolean => at === 0 || !/[a-z0-9]/.test(text[at - 1]!);

/** What fits, best first; those that fit equally well keep their order. */
export function fuzzyFind<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, score: fuzzyScore(textOf(item), query) }))
    .filter((found): found is { item: T; score: number } => found.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
