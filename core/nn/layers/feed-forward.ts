import { activate } from '../../engine/ops/activate.ts';
import { multiply } from '../../engine/ops/combine.ts';
import { dropout } from '../../engine/ops/dropout.ts';
import { weightedSum } from '../../engine/ops/weighted-sum.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Activation } from '../activations/activation.ts';
import { gelu } from '../activations/gelu.ts';
import { geluTanh } from '../activations/gelu-tanh.ts';
import { relu } from '../activations/relu.ts';
import { silu } from '../activations/silu.ts';
import type { Layer } from '../../document/document.ts';
import type { Fields } from '../../settings/field.ts';
import type { LayerKind, LayerParameter } from './layer-kind.ts';
import { choiceField, dropoutField, isChosen, settingOf } from './settings.ts';

/** By the choice's name. */
const forms: Readonly<Record<string, Activation>> = { GELU: gelu, 'GELU (tanh)': geluTanh, ReLU: relu, SwiGLU: silu };

const fields: Fields = {
  hidden: {
    label: 'Hidden units',
    description: 'Units between the two products; 4 times the size as a rule.',
    initial: 64,
    min: 1,
    max: 65_536,
    isInteger: true,
  },
  form: choiceField('Activation', 'What the hidden units do; SwiGLU multiplies two of them.', Object.keys(forms)),
  dropout: dropoutField,
};

/**
 * y = f(x W_innerᵀ + b) W_outᵀ + b, at every position by itself.  SwiGLU: (silu(x W_gateᵀ + b) ∘ (x W_innerᵀ + b)) W_outᵀ + b
 *
 * W_inner, W_gate [hidden, size], W_out [size, hidden]
 *
 * @see Vaswani et al. 2017, section 3.3; Shazeer, "GLU variants improve transformer", 2020
 */
export const feedForward: LayerKind = {
  title: 'Feed-forward',
  description: 'Two products with an activation between them, at every position by itself.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesBias: true,
  fields,
  parameters: (layer) => {
    const { size, hasBias } = layer;
    const hidden = settingOf(layer, fields, 'hidden');
    const bias = (name: string, count: number): LayerParameter[] =>
      hasBias ? [{ name, shape: [count], decays: false }] : [];
    const gate: LayerParameter[] = isGated(layer)
      ? [{ name: 'gateWeight', shape: [hidden, size], start: 'weights' }, ...bias('gateBias', hidden)]
      : [];
    return [
      ...gate,
      { name: 'innerWeight', shape: [hidden, size], start: 'weights' },
      ...bias('innerBias', hidden),
      { name: 'outWeight', shape: [size, hidden], start: 'residual' },
      ...bias('outBias', size),
    ];
  },
  formula: (layer) => {
    const name = fields['form']!.choices![settingOf(layer, fields, 'form')]!;
    return isGated(layer) ? 'y = (SiLU(x W₁) ∘ x W₂) W₃' : `y = ${name}(x W₁) W₂`;
  },
  lower: (layer, [incoming], parameterId) => {
    const { id, size, hasBias } = layer;
    const hidden = settingOf(layer, fields, 'hidden');
    const linear = (node: string, name: string, width: number, source: string): GraphNode =>
      weightedSum(
        node,
        width,
        [{ source, weight: parameterId(`${name}Weight`) }],
        hasBias ? parameterId(`${name}Bias`) : null,
      );
    const activation = forms[fields['form']!.choices![settingOf(layer, fields, 'form')]!]!;
    const { source } = incoming!;
    const nodes = isGated(layer)
      ? [
          linear(`${id}.gate`, 'gate', hidden, source),
          activate(`${id}.opened`, `${id}.gate`, activation),
          linear(`${id}.inner`, 'inner', hidden, source),
          multiply(activatedId(id), { value: `${id}.opened` }, { value: `${id}.inner` }),
        ]
      : [linear(`${id}.inner`, 'inner', hidden, source), activate(activatedId(id), `${id}.inner`, activation)];
    const rate = settingOf(layer, fields, 'dropout');
    const out = rate > 0 ? `${id}.out` : id;
    nodes.push(linear(out, 'out', size, activatedId(id)));
    if (rate > 0) nodes.push(dropout(id, out, rate));
    return nodes;
  },
};

const isGated = (layer: Parameters<LayerKind['formula']>[0]): boolean => isChosen(layer, fields, 'form', 'SwiGLU');

/** Node with the hidden units after their activation. */
export const activatedId = (layerId: string): string => `${layerId}.activated`;

export const hiddenUnitsOf = (layer: Layer): number => settingOf(layer, fields, 'hidden');
