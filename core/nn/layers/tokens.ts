import { idInput } from '../../engine/ops/input.ts';
import type { Fields } from '../../settings/field.ts';
import type { LayerKind } from './layer-kind.ts';
import { settingOf } from './settings.ts';

const fields: Fields = {
  context: {
    label: 'Context',
    description: 'How many tokens the network sees at once.',
    initial: 16,
    min: 1,
    max: 4096,
    isInteger: true,
  },
};

/** Where text enters: one token's number per position. Its size is how many different tokens there are. */
export const tokens: LayerKind = {
  title: 'Tokens',
  description: 'Where text enters, as token numbers; its size is the vocabulary.',
  role: 'input',
  hasActivation: false,
  takesConnections: false,
  takesBias: false,
  fields,
  largestSize: 262_144,
  parameters: () => [],
  formula: ({ name }) => `${name} = numbers of the tokens`,
  positions: (layer) => settingOf(layer, fields, 'context'),
  lower: (layer, _incoming, _parameterId, { place }) => [
    idInput(layer.id, place === null ? settingOf(layer, fields, 'context') : 1),
  ],
};

/** Positions of a tokens layer. */
export const contextOf = (layer: Parameters<NonNullable<LayerKind['positions']>>[0]): number =>
  settingOf(layer, fields, 'context');
