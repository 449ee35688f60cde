/** A language model on a text that has been cut into tokens: the window and the command line both make theirs here. */
import { compileNetwork } from '../../compile/compile.ts';
import type { NetworkDocument } from '../../document/document.ts';
import type { TextLayout } from '../../text/encode-in-steps.ts';
import type { Tokenizer } from '../../text/tokenizers/tokenizer.ts';
import { modelOn, type PresetForm } from './language-preset.ts';
import { modelPlan } from './model-plan.ts';
import { modelObstacle, ordinaryTokens } from './obstacles.ts';
import type { LanguagePresetName } from './registry.ts';

/** A text as a language model trains on it. */
export interface TokenizedText {
  readonly name: string;
  /** As UTF-8. */
  readonly utf8: Uint8Array;
  readonly layout: TextLayout;
  readonly tokenizer: Tokenizer;
  readonly ids: Int32Array;
}

export interface ModelChoice {
  readonly preset: LanguagePresetName;
  /** Sizes other than the preset's; null = its own. */
  readonly form: PresetForm | null;
  /** Share of the text that is held out. */
  readonly validationShare: number;
  readonly seed: number;
}

/** A model that cannot be made; the message says what to change. */
export class ModelRefused extends Error {
  override readonly name = 'ModelRefused';
}

/** @throws ModelRefused for a text that nothing can be learned from, or sizes that do not fit, before any memory is taken */
export function makeModel(
  { name, utf8, layout, tokenizer, ids }: TokenizedText,
  { preset, form, validationShare, seed }: ModelChoice,
): NetworkDocument {
  const plan = { ...modelPlan(preset, form), validationShare };
  const { layers, connections } = plan.draw(tokenizer.size);
  const { network, problems } = compileNetwork(layers, connections);
  if (!network) throw new ModelRefused(problems[0]?.message ?? 'The model cannot be computed.');
  const { mask, boundary } = tokenizer.special;
  const facts = {
    name,
    tokenCount: ids.length,
    ordinaryTokens: ordinaryTokens(tokenizer),
    isDocuments: layout === 'lines' && boundary !== null,
    hasMask: mask !== null,
  };
  const obstacle = modelObstacle(network, facts, plan.objective === 'masked', plan.validationShare);
  if (obstacle !== null) throw new ModelRefused(obstacle);
  return modelOn(plan, { name, utf8, layout }, tokenizer, seed);
}
