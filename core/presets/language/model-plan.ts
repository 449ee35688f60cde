/** A ready language model, or one like it with sizes that a person chose. */
import * as v from 'valibot';
import { FORMS_OF_FEED_FORWARD, FORMS_OF_NORM, drawTransformer } from './transformer.ts';
import type { LanguagePreset, ModelPlan, PresetForm } from './language-preset.ts';
import { languagePresets, type LanguagePresetName } from './registry.ts';

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

/** What the sizes of a model may be; whether they fit together, the drawing says. */
export const largestSizes = { layers: 48, heads: 64, width: 4096, context: 4096, hidden: 4096 } as const;

export const presetFormSchema: v.GenericSchema<PresetForm> = v.strictObject({
  layers: whole(largestSizes.layers),
  heads: whole(largestSizes.heads),
  width: whole(largestSizes.width),
  context: whole(largestSizes.context),
  feedForward: v.strictObject({ hidden: whole(largestSizes.hidden), form: v.picklist(FORMS_OF_FEED_FORWARD) }),
  normalisation: v.strictObject({
    form: v.picklist(FORMS_OF_NORM),
    hasWeights: v.boolean(),
    around: v.picklist(['first', 'last']),
  }),
  positions: v.picklist(['learned', 'rotary']),
  sees: v.picklist(['earlier positions', 'all positions']),
  hasBias: v.boolean(),
  isTied: v.boolean(),
  dropout: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
});

/** Wider or narrower; the feed-forward stays four times as wide where it was. */
export function widened(form: PresetForm, width: number): PresetForm {
  const hidden = form.feedForward.hidden === 4 * form.width ? 4 * width : form.feedForward.hidden;
  return { ...form, width, feedForward: { ...form.feedForward, hidden: Math.min(largestSizes.hidden, hidden) } };
}

/** @param form sizes other than the preset's; null = its own. What sees both sides learns to guess hidden tokens. */
export function modelPlan(name: LanguagePresetName, form: PresetForm | null): ModelPlan {
  const preset: LanguagePreset = languagePresets[name];
  if (!form) return preset;
  return {
    objective: form.sees === 'all positions' ? 'masked' : 'next',
    validationShare: preset.validationShare,
    training: preset.training,
    draw: (vocabulary) => drawTransformer({ ...form, vocabulary }),
  };
}
