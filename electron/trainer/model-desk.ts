/** Makes language models of the text and the tokenizer on the text desk, and reads those that come with the app. */
import type { NetworkDocument } from '../../core/document/document.ts';
import { readProject, type Project } from '../../core/formats/project.ts';
import { makeModel, ModelRefused, type TokenizedText } from '../../core/presets/language/make-model.ts';
import type { ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import type { InputOf } from '../../core/protocol/contract.ts';
import type { modelCalls } from '../../core/protocol/model-calls.ts';

/** @throws ModelRefused without a text, and where `makeModel` does */
export function makeModelOn(text: TokenizedText | null, choice: InputOf<typeof modelCalls.makeModel>): NetworkDocument {
  if (!text) throw new ModelRefused('There is no text to learn from yet. Choose one in the Text part first.');
  return makeModel(text, choice);
}

/** Chunks of their own beside the training process, read when they are asked for. */
const shipped: Readonly<Record<ReadyMadeName, () => Promise<{ readonly default: string }>>> = {
  names: () => import('../../assets/models/names.weightroom?url&inline'),
  verses: () => import('../../assets/models/verses.weightroom?url&inline'),
  sentences: () => import('../../assets/models/sentences.weightroom?url&inline'),
};

export async function openReadyMade(name: ReadyMadeName): Promise<Project> {
  const { default: address } = await shipped[name]();
  return readProject(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
}
