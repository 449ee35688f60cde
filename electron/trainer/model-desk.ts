/** Makes language models of the text and the tokenizer on the text desk, and reads those that come with the app. */
import { compileNetwork } from '../../core/compile/compile.ts';
import type { NetworkDocument } from '../../core/document/document.ts';
import { readProject, type Project } from '../../core/formats/project.ts';
import { modelOn } from '../../core/presets/language/language-preset.ts';
import { modelPlan } from '../../core/presets/language/model-plan.ts';
import { modelObstacle } from '../../core/presets/language/obstacles.ts';
import type { ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import type { InputOf } from '../../core/protocol/contract.ts';
import type { modelCalls } from '../../core/protocol/model-calls.ts';
import type { TokenizedText } from './text-desk.ts';

/** A model that cannot be made; the message says what to change. */
export class ModelRefused extends Error {
  override readonly name = 'ModelRefused';
}

/** @throws ModelRefused without a text, with one that nothing can be learned from, or with sizes that do not fit */
export function makeModel(
  text: TokenizedText | null,
  { preset, form, validationShare, seed }: InputOf<typeof modelCalls.makeModel>,
): NetworkDocument {
  if (!text) throw new ModelRefused('There is no text to learn from yet. Choose one in the Text part first.');
  const { tokenizer, ids, layout, name } = text;
  const plan = { ...modelPlan(preset, form), validationShare };
  const { layers, connections } = plan.draw(tokenizer.size);
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new ModelRefused(problems[0]?.message ?? 'The model cannot be computed.');
  const { unknown, mask, boundary } = tokenizer.special;
  const facts = {
    name,
    tokenCount: ids.length,
    ordinaryTokens: tokenizer.size - [unknown, mask, boundary].filter((id) => id !== null).length,
    isDocuments: layout === 'lines' && boundary !== null,
    hasMask: mask !== null,
  };
  const obstacle = modelObstacle(network, facts, plan.objective === 'masked', plan.validationShare);
  if (obstacle !== null) throw new ModelRefused(obstacle);
  return modelOn(plan, text, tokenizer, seed);
}

/** Chunks of their own beside the training process, read when they are asked for. */
const shipped: Readonly<Record<ReadyMadeName, () => Promise<{ readonly default: string }>>> = {
  names: () => import('../../assets/models/names.weightroom?url&inline'),
  sentences: () => import('../../assets/models/sentences.weightroom?url&inline'),
};

export async function openReadyMade(name: ReadyMadeName): Promise<Project> {
  const { default: address } = await shipped[name]();
  return readProject(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
}
