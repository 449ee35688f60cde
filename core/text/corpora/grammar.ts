/**
 * Sentences of a tiny grammar. Subject and verb agree in number, also across a clause between them, so that one can see when
 * a model has learned the rule and not only which word follows which.
 */
import type { Random } from '../../tensor/random.ts';
import type { Corpus } from './corpus.ts';

const COUNT = 3000;
const nouns = ['dog', 'cat', 'bird', 'whale', 'sailor'];
const verbs = ['see', 'hear', 'follow', 'like'];
const adjectives = ['small', 'old', 'white', 'quick'];

export const grammar: Corpus = {
  title: 'A tiny grammar',
  description:
    '3\u202f000 sentences of 26 words in which the verb agrees with its subject: learned in seconds, checked at sight.',
  layout: 'lines',
  bytes: 101_834,
  licence: 'Made by this app',
  source: 'core/text/corpora/grammar.ts, seed 1',
  make: (random: Random) => Array.from({ length: COUNT }, () => `${sentence(random)}.\n`).join(''),
};

const pick = (words: readonly string[], random: Random): string => words[random.integer(words.length)]!;

function sentence(random: Random): string {
  const isPlural = random.integer(2) === 1;
  const clause = random.integer(4) === 0 ? ` that ${verb(isPlural, random)} ${object(random)}` : '';
  return `${nounPhrase(isPlural, random)}${clause} ${verb(isPlural, random)} ${object(random)}`;
}

const object = (random: Random): string => nounPhrase(random.integer(2) === 1, random);

/** `the old dogs`, `a cat` */
function nounPhrase(isPlural: boolean, random: Random): string {
  const article = isPlural || random.integer(2) === 1 ? 'the' : 'a';
  const adjective = random.integer(3) === 0 ? pick(adjectives, random) : null;
  const noun = pick(nouns, random) + (isPlural ? 's' : '');
  const correct = article === 'a' && adjective === 'old' ? 'an' : article;
  return [correct, adjective, noun].filter((word) => word !== null).join(' ');
}

/** `sees` for one, `see` for more. */
const verb = (isPlural: boolean, random: Random): string => pick(verbs, random) + (isPlural ? '' : 's');
