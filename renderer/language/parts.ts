/** The parts of the Language place in the order of work: a new one is one component and one line here. */
import type { LanguagePart } from './part.ts';
import InsidePart from './inside/InsidePart.svelte';
import ModelPart from './ModelPart.svelte';
import TextPart from './TextPart.svelte';
import WritingPart from './writing/WritingPart.svelte';

export const languageParts: readonly LanguagePart[] = [
  { id: 'text', title: 'Text', hint: 'Choose a text, and how it is cut into tokens', component: TextPart },
  {
    id: 'model',
    title: 'Model & training',
    hint: 'Make a model and watch it learn',
    component: ModelPart,
  },
  {
    id: 'writing',
    title: 'Writing',
    hint: 'Let the model write, steer it, switch parts of it off',
    component: WritingPart,
  },
  {
    id: 'inside',
    title: 'Inside',
    hint: 'Look into the model: attention, embeddings, weights',
    component: InsidePart,
  },
];
