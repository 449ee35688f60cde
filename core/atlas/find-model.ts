/** Known models by the names that people write: `gpt2`, `Llama 3 70B`, `mixtral 8x7b`, `meta-llama/Llama-3.1-8B-Instruct`. */
import type { KnownModel } from './model.ts';
import { models } from './models/registry.ts';

/** Words that say how a model was tuned or packed, which does not change its count. */
const ignored = new Set(['instruct', 'chat', 'it', 'hf', 'meta', 'model']);

/** Letters and numbers apart, small: `llama 3.1 70 b`. */
const wordsOf = (name: string): string[] =>
  (
    name
      .toLowerCase()
      .split('/')
      .at(-1)!
      .match(/[a-z]+|\d+(\.\d+)?/g) ?? []
  ).filter((word) => !ignored.has(word));
const key = (name: string): string => wordsOf(name).join('');

const namesOf = (model: KnownModel): string[] => [model.id, model.name, ...model.aliases];

const byKey = new Map(models.flatMap((model) => namesOf(model).map((name) => [key(name), model] as const)));

export const findModel = (name: string): KnownModel | null => byKey.get(key(name)) ?? null;

/** The known models whose names are most like what was written, best first. */
export function similarModels(name: string, count = 3): KnownModel[] {
  const wanted = key(name.slice(0, 60));
  const distance = (model: KnownModel): number => Math.min(...namesOf(model).map((own) => edits(wanted, key(own))));
  return models
    .map((model) => ({ model, distance: distance(model) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ model }) => model);
}

/** The models that hold every word written, for a list that is searched while one types; all for an empty text. */
export function searchModels(text: string): readonly KnownModel[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const names = [...namesOf(model), model.maker].join(' ').toLowerCase();
    return words.every((word) => names.includes(word)) || (key(text) !== '' && key(names).includes(key(text)));
  });
}

/** Levenshtein's distance: letters to insert, delete or exchange. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
