/** What the page asks of the training process about making language models. Learning a vocabulary is among the calls about text. */
import * as v from 'valibot';
import type { NetworkDocument } from '../document/document.ts';
import type { Project } from '../formats/project.ts';
import { presetFormSchema } from '../presets/language/model-plan.ts';
import { readyMade, type ReadyMadeName } from '../presets/language/ready-made.ts';
import { validationShare } from './text-calls.ts';
import { languagePresets, type LanguagePresetName } from '../presets/language/registry.ts';

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  v.picklist(Object.keys(table) as Name[]);

export const modelCalls = {
  /** A model on the text and with the tokenizer that are chosen, at step 0. Refused with what to change. */
  makeModel: {
    input: v.strictObject({
      preset: namesOf<LanguagePresetName>(languagePresets),
      /** Sizes other than the preset's. */
      form: v.nullable(presetFormSchema),
      validationShare,
      seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
    }),
    /** With the number that its text has from then on. */
    output: v.object({ document: v.custom<NetworkDocument>(() => true), shelved: v.number() }),
  },
  /** A project that comes with the app. */
  openReadyMade: {
    input: v.strictObject({ name: namesOf<ReadyMadeName>(readyMade) }),
    output: v.custom<Project>(() => true),
  },
} as const;
