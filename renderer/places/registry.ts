/** The places of the window in the order of their tabs: a new one is one component and one line here. */
import AtlasPlace from './AtlasPlace.svelte';
import LanguagePlace from '../language/LanguagePlace.svelte';
import NetworkPlace from './NetworkPlace.svelte';
import type { Place } from './place.ts';
import RunsPlace from './RunsPlace.svelte';

export const places: readonly Place[] = [
  {
    id: 'network',
    title: 'Network',
    hint: 'Draw a network and train it',
    key: 'Alt+1',
    component: NetworkPlace,
    groups: ['File', 'Edit', 'Arrange', 'View', 'Train', 'Help'],
  },
  {
    id: 'language',
    title: 'Language',
    hint: 'Make a model that guesses the next word',
    key: 'Alt+2',
    component: LanguagePlace,
    groups: ['File', 'Edit', 'Train', 'Help'],
    drop: {
      hint: 'Drop a text, a table, lines of JSON, a tokenizer.json, or a project to open it.',
      tables: 'text',
      take: (bench, file) => {
        bench.languageView.go('text');
        return bench.language.takeDropped(file);
      },
    },
  },
  {
    id: 'atlas',
    title: 'Atlas',
    hint: 'See where the parameters of known models live',
    key: 'Alt+3',
    component: AtlasPlace,
    groups: ['File', 'Help'],
    drop: {
      hint: "Drop a model's config.json to see where its parameters live.",
      take: (bench, file) => bench.openedModels.takeDropped(file),
    },
  },
  {
    id: 'runs',
    title: 'Runs',
    hint: 'Compare runs, follow one parameter, look at the loss around it, try many settings',
    key: 'Alt+R',
    component: RunsPlace,
    groups: ['File', 'Train', 'Help'],
  },
];
